package io.crossfade.embedded.sample;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** One document's randomness: the same seed, kind and index always make the same choices, in whatever order documents are made. */
final class Whim {

    /** 2019-03-01, when the sample's service went live. */
    private static final long LIVE_SINCE = 1_551_398_400_000L;

    private static final long LIVE_SECONDS = 7L * 365 * 24 * 3600;

    private final SplittableRandom random;

    Whim(long seed, String kind, int index) {
        this.random = new SplittableRandom((seed * 31 + kind.hashCode()) * 1_000_003L + index);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    long bits() {
        return random.nextLong();
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Within the service's years; to the millisecond, or to the second as an older driver wrote them. */
    long time() {
        long seconds = LIVE_SINCE / 1000 + random.nextLong(LIVE_SECONDS);
        return seconds * 1000 + (oneIn(3) ? 0 : random.nextInt(1000));
    }

    /** At or within some months after the other. */
    BsonDateTime timeAfter(long millis) {
        return new BsonDateTime(millis + random.nextLong(120L * 24 * 3600 * 1000));
    }

    /** A whole number in any of the types that the years' drivers and shells wrote it in. */
    BsonValue whole(int value) {
        return switch (random.nextInt(8)) {
            case 0 -> new BsonInt64(value);
            case 1 -> new BsonDouble(value);
            case 2 -> new BsonDecimal128(new Decimal128(value));
            default -> new BsonInt32(value);
        };
    }

    /** An amount of money: exact, or as nearly as a double is. */
    BsonValue amount(int most) {
        long cents = random.nextLong(100L * most);
        return switch (random.nextInt(4)) {
            case 0 -> new BsonDecimal128(new Decimal128(BigDecimal.valueOf(cents, 2)));
            case 1 -> new BsonInt64(cents / 100);
            default -> new BsonDouble(cents / 100.0);
        };
    }
}

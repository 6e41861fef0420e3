package io.crossfade.torture.load;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Ids and values that no other seed gives, and none of them twice. */
final class Names {

    private static final int UUID_EVERY = 4;

    private final String run;
    private final SplittableRandom random;
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger values = new AtomicInteger();

    Names(long seed) {
        this.random = new SplittableRandom(seed);
        this.run = HexFormat.of().toHexDigits(random.nextLong());
    }

    /** Of both forms that the service knows. */
    synchronized String id() {
        int number = ids.getAndIncrement();
        if (number % UUID_EVERY == UUID_EVERY - 1) {
            long version4 = random.nextLong() & ~0xf000L | 0x4000L;
            long variant = random.nextLong() & ~(3L << 62) | 2L << 62;
            return new UUID(version4, variant).toString();
        }
        return run + HexFormat.of().toHexDigits(number);
    }

    String value() {
        return "v" + values.getAndIncrement();
    }

    /** What follows the sign in this run's e-mail addresses. */
    String domain() {
        return run + ".example";
    }

    /** Of this run alone, for what is checked together. */
    String group(String name) {
        return name + "/" + run;
    }
}

package io.crossfade.strattio.common;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.crossfade.migration.KeyText;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate's id: 24 hexadecimal digits, or a UUID for what was born with one; always in lower case.
 */
public record Id(@JsonValue String text) {

    /** As both stores order them: UUIDs stand before ids of 24 digits. */
    public static final Comparator<Id> ORDER =
            Comparator.comparing(Id::isObjectId).thenComparing(Id::text);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long PROCESS = RANDOM.nextLong(1L << 40);
    private static final AtomicInteger COUNTER = new AtomicInteger(RANDOM.nextInt());

    /** @throws InvalidValue if the text is no id */
    public Id {
        try {
            text = KeyText.text(KeyText.uuid(text.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new InvalidValue("id", "must be 24 hexadecimal digits or a UUID", e);
        }
    }

    @JsonCreator
    public static Id of(String text) {
        return new Id(text);
    }

    /** The id of the row with that UUID. */
    public static Id of(UUID uuid) {
        return new Id(KeyText.text(uuid));
    }

    /** Null for null. */
    public static @Nullable Id orNull(@Nullable UUID uuid) {
        return uuid == null ? null : of(uuid);
    }

    /** A new id of 24 digits: seconds, this process, a counter; so ids grow with time. */
    public static Id next() {
        HexFormat hex = HexFormat.of();
        return new Id(hex.toHexDigits(System.currentTimeMillis() / 1000, 8)
                + hex.toHexDigits(PROCESS, 10)
                + hex.toHexDigits(COUNTER.getAndIncrement() & 0xffffff, 6));
    }

    /** The id that was given, or else a new one. */
    public static Id orNext(@Nullable Id given) {
        return given == null ? next() : given;
    }

    /** When one of 24 digits was made, to the second; null for a UUID. */
    @Nullable
    Instant time() {
        return isObjectId() ? Instant.ofEpochSecond(Long.parseLong(text, 0, 8, 16)) : null;
    }

    /** Whether it is one of 24 digits. */
    public boolean isObjectId() {
        return text.length() == 24;
    }

    /** The id as the tables hold it. */
    public UUID uuid() {
        return KeyText.uuid(text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.crossfade.strattio.common;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what one of the stores could not keep, whichever store is asked: so each write can be replicated in each
 * phase. Every method returns the value it let pass.
 */
public final class Check {

    /** Most UTF-8 bytes of one unlimited text or JSON value: three of them fit into a document of 16 MB. */
    private static final int MOST_BYTES = 4_000_000;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final Pattern EMAIL = Pattern.compile("%1$s+@%2$s+(\\.%2$s+)*"
            .formatted(
                    "[^@\\p{javaWhitespace}\\p{javaSpaceChar}\\p{Cntrl}]",
                    "[^@.\\p{javaWhitespace}\\p{javaSpaceChar}\\p{Cntrl}]"));

    private Check() {}

    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidValue(field, "must be given");
        }
        return value;
    }

    /** Text of at most that many code points; 0 for as many as a document takes. */
    public static String text(String field, @Nullable String value, int most) {
        String text = required(field, value);
        if (most > 0 && text.codePointCount(0, text.length()) > most) {
            throw new InvalidValue(field, "must have at most " + most + " characters");
        }
        if (characters(field, text) > MOST_BYTES) {
            throw new InvalidValue(field, "must have at most " + MOST_BYTES + " bytes");
        }
        return text;
    }

    public static @Nullable String optionalText(String field, @Nullable String value, int most) {
        return value == null ? null : text(field, value, most);
    }

    /** As {@link #text}, and more than white space. */
    public static String filled(String field, @Nullable String value, int most) {
        String text = text(field, value, most);
        if (text.isBlank()) {
            throw new InvalidValue(field, "must not be blank");
        }
        return text;
    }

    /** An address by its form: one @ between a name and a domain, and no white space. Its case is kept as it is. */
    public static String email(String field, @Nullable String value) {
        String text = filled(field, value, 255);
        if (!EMAIL.matcher(text).matches()) {
            throw new InvalidValue(field, "must be an e-mail address");
        }
        return text;
    }

    public static Json json(String field, @Nullable Json value) {
        Json json = required(field, value);
        if (new JsonCheck(field).bytes(json.value(), 0) > MOST_BYTES) {
            throw new InvalidValue(field, "must have at most " + MOST_BYTES + " bytes");
        }
        return json;
    }

    public static Json json(String field, @Nullable Json value, Json orElse) {
        return json(field, value == null ? orElse : value);
    }

    public static @Nullable Json optionalJson(String field, @Nullable Json value) {
        return value == null ? null : json(field, value);
    }

    /** To the millisecond, as both stores keep it, within the years 1 to 9999. */
    public static @Nullable Instant optionalTime(String field, @Nullable Instant value) {
        if (value != null && (value.isBefore(EARLIEST) || value.isAfter(LATEST))) {
            throw new InvalidValue(field, "must be in the years 1 to 9999");
        }
        return value == null ? null : value.truncatedTo(ChronoUnit.MILLIS);
    }

    public static int atLeast(String field, int value, int least) {
        if (value < least) {
            throw new InvalidValue(field, "must be at least " + least);
        }
        return value;
    }

    public static @Nullable Integer optionalBetween(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new InvalidValue(field, "must be between " + least + " and " + most);
        }
        return value;
    }

    public static @Nullable List<String> optionalTexts(String field, @Nullable List<@Nullable String> values) {
        if (values == null) {
            return null;
        }
        long bytes = 0;
        for (String value : values) {
            bytes += 16 + text(field, value, 0).length() * 3L;
        }
        if (bytes > MOST_BYTES) {
            throw new InvalidValue(field, "must have at most " + MOST_BYTES + " bytes");
        }
        return List.copyOf(values);
    }

    /** A list that holds no null. */
    public static <T> List<T> elements(String field, @Nullable List<@Nullable T> values) {
        List<T> elements = new ArrayList<>();
        for (T value : required(field, values)) {
            if (value == null) {
                throw new InvalidValue(field, "must not hold null");
            }
            elements.add(value);
        }
        return elements;
    }

    /** How many bytes of UTF-8, of characters that both stores take. */
    static long characters(String field, String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidValue(field, "must not hold the character U+0000");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                bytes += 4;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidValue(field, "must not hold half of a character");
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
    }
}

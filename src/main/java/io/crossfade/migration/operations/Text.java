package io.crossfade.migration.operations;

import java.util.HexFormat;
import java.util.Set;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** Which texts an operation takes: those that every store can keep and every log can show. */
final class Text {

    static final int LONGEST = 1_000;

    /** Texts of ids, which may be as long as an id. */
    private static final Set<String> KEYS = Set.of("key", "after");

    private Text() {}

    /** @throws InvalidEndpointRequestException naming the field, and what of it cannot be taken; never the text */
    static void require(String name, String text) {
        if (text.isBlank()) {
            throw refused("'" + name + "' must not be blank");
        }
        boolean key = KEYS.contains(name);
        int length = text.codePointCount(0, text.length());
        if (!key && length > LONGEST) {
            throw refused("'" + name + "' has " + length + " characters; it may have " + LONGEST);
        }
        text.codePoints().filter(c -> isRefused(c, key)).findFirst().ifPresent(c -> {
            throw refused("'" + name + "' holds U+"
                    + HexFormat.of().withUpperCase().toHexDigits((char) c) + ", which is "
                    + (Character.isISOControl(c) ? "a control character" : "half a character") + "; leave it out");
        });
    }

    private static boolean isRefused(int c, boolean key) {
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return half || (key ? c < ' ' : Character.isISOControl(c));
    }

    /** A name that somebody sent, as an answer may repeat it. */
    static String shown(String name) {
        return name.length() <= 50 && name.codePoints().noneMatch(c -> isRefused(c, false)) ? name : "(unreadable)";
    }

    private static InvalidEndpointRequestException refused(String message) {
        return new InvalidEndpointRequestException(message, message);
    }
}

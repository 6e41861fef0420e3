package io.crossfade.migration;

import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A key as text and as the UUID that the target's rows bear. An id of 24 hexadecimal digits is embedded in a version-8
 * UUID, in order, marked by 26 zero bits at its end; any other UUID stands for itself. So both stores sort alike, and
 * the way back is exact.
 */
public final class KeyText {

    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-fA-F]{24}");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final long MARK = (1L << 26) - 1;

    private KeyText() {}

    /** @throws IllegalArgumentException if the text is neither 24 hexadecimal digits nor a UUID that stands for itself */
    public static UUID uuid(String text) {
        if (OBJECT_ID.matcher(text).matches()) {
            return embed(text);
        }
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("A key is 24 hexadecimal digits or a UUID");
        }
        UUID uuid = UUID.fromString(text);
        if (embedsObjectId(uuid)) {
            throw new IllegalArgumentException("This UUID is reserved for an id of 24 hexadecimal digits");
        }
        return uuid;
    }

    /** The inverse of {@link #uuid}, in lower case. */
    public static String text(UUID uuid) {
        if (!embedsObjectId(uuid)) {
            return uuid.toString();
        }
        long most = uuid.getMostSignificantBits();
        long tail = uuid.getLeastSignificantBits() << 2 >>> 28;
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(most >>> 16, 12) + hex.toHexDigits(most & 0xfff, 3) + hex.toHexDigits(tail, 9);
    }

    /** Whether the UUID is one that {@link #uuid} made from 24 hexadecimal digits. */
    public static boolean embedsObjectId(UUID uuid) {
        return uuid.version() == 8 && uuid.variant() == 2 && (uuid.getLeastSignificantBits() & MARK) == 0;
    }

    /** A key as whoever may look may see it: an id of another type that holds an e-mail address is hidden. */
    public static String masked(String key) {
        return key.indexOf('@') < 0 ? key : "(an e-mail address)";
    }

    private static UUID embed(String hex) {
        long head = HexFormat.fromHexDigitsToLong(hex, 0, 12);
        long middle = HexFormat.fromHexDigitsToLong(hex, 12, 15);
        long tail = HexFormat.fromHexDigitsToLong(hex, 15, 24);
        return new UUID(head << 16 | 0x8000L | middle, 0b10L << 62 | tail << 26);
    }
}

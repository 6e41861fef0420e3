package io.crossfade.migration.verify;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of all that decides which row a document becomes. Two stores that were equal by one mapping need not be so by
 * another.
 */
final class MappingVersion {

    /** To be raised when the engine makes another row of the same document under the same mapping. */
    private static final int CONVERSION = 2;

    private static final int BYTES = 16;

    private MappingVersion() {}

    static String of(UnitMapping mapping) {
        StringBuilder text = new StringBuilder()
                .append(CONVERSION)
                .append('\n')
                .append(mapping.name())
                .append('\n')
                .append(mapping.collection())
                .append('\n')
                .append(mapping.table())
                .append('\n')
                .append(mapping.uniques());
        for (Column column : mapping.columns()) {
            text.append('\n').append(column);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}

package io.crossfade.migration.sync;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param documentKey 32 bytes in Base64 with which refused documents are kept; empty: they are not kept */
@ConfigurationProperties("crossfade.quarantine")
record QuarantineProperties(@DefaultValue("") String documentKey) {

    private static final int BYTES = 32;

    QuarantineProperties {
        if (!documentKey.isEmpty() && bytes(documentKey).length != BYTES) {
            throw new IllegalArgumentException(
                    "crossfade.quarantine.document-key must be 32 bytes in Base64, or empty to keep no document");
        }
    }

    byte @Nullable [] key() {
        return documentKey.isEmpty() ? null : bytes(documentKey);
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException invalid) {
            return new byte[0];
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "QuarantineProperties[documentKey=" + (documentKey.isEmpty() ? "none" : "given") + "]";
    }
}

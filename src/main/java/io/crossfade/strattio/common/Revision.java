package io.crossfade.strattio.common;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/** Names the state in which an aggregate is stored: alike in both stores, and another one if anything else is shown of it. */
public final class Revision {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int BYTES = 18;

    private Revision() {}

    /** Letters, digits, - and _. */
    public static String of(Aggregate<?> item) {
        byte[] digest = sha256().digest(MAPPER.writeValueAsBytes(item));
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

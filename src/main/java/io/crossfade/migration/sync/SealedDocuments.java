package io.crossfade.migration.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Refused documents, sealed by AES-256-GCM with the operator's key: a random nonce of 12 bytes, then the ciphertext of the BSON
 * with its tag of 16. Unit and key are authenticated with it, so that none can be passed off as another's. Without a key no
 * document is kept; it is never kept in the clear, for it may hold secrets.
 */
final class SealedDocuments {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private final @Nullable SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param key of 32 bytes; null: nothing is kept */
    SealedDocuments(byte @Nullable [] key) {
        this.key = key == null ? null : new SecretKeySpec(key, "AES");
    }

    /** Null if nothing is kept. */
    byte @Nullable [] seal(String unit, String documentKey, @Nullable BsonDocument document) {
        if (key == null || document == null) {
            return null;
        }
        RawBsonDocument raw = document instanceof RawBsonDocument bytes ? bytes : new RawBsonDocument(document, CODEC);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, unit, documentKey);
            byte[] sealed = cipher.doFinal(raw.getBackingArray(), raw.getByteOffset(), raw.getByteLength());
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has AES-GCM", impossible);
        }
    }

    /** @throws IllegalStateException if it was sealed with another key, for another document, or not at all by this */
    BsonDocument open(String unit, String documentKey, byte[] sealed) {
        if (key == null || sealed.length < NONCE_BYTES) {
            throw new IllegalStateException("There is no key for it; set crossfade.quarantine.document-key");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 0, nonce, 0, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, unit, documentKey);
            return new RawBsonDocument(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException("It was sealed with another key, or is another document's", wrong);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String unit, String documentKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((unit + '\0' + documentKey).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

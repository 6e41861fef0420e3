package io.crossfade.migration.sync;

import io.crossfade.migration.control.Pipeline;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/**
 * The lock of a key: a transaction's advisory lock on 64 bits of its hash. Two keys that share a hash wait for each other,
 * which costs time and nothing else. Always taken in one order, so that two batches cannot block each other.
 */
final class KeyLocks {

    private KeyLocks() {}

    static void lock(Pipeline pipeline, String unit, Collection<String> keys) {
        long[] hashes = keys.stream()
                .mapToLong(key -> hash(unit, key))
                .sorted()
                .distinct()
                .toArray();
        pipeline.add("SELECT pg_advisory_xact_lock(k) FROM unnest(?::bigint[]) AS k", hashes);
    }

    private static long hash(String unit, String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(unit.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}

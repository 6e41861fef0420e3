package io.crossfade.migration.control;

/** Spreads keys over hundredths, always the same way: what is read at the target at 10 percent still is at 20. */
final class Sticky {

    private Sticky() {}

    /** 0 to 99. FNV-1a over the text, finished by Murmur3's 64-bit mixer. */
    static int percentile(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return (int) Long.remainderUnsigned(hash, 100);
    }
}

package io.crossfade.torture.weave;

import java.util.SplittableRandom;

/** Random numbers that a seed, a name and a count alone determine. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed, String name, long count) {
        long mixed = seed;
        for (int i = 0; i < name.length(); i++) {
            mixed = mixed * 0x100000001B3L ^ name.charAt(i);
        }
        random = new SplittableRandom(new SplittableRandom(mixed).nextLong() + count * 0xD1342543DE82EF95L);
    }

    /** From 0 to below 1. */
    double next() {
        return random.nextDouble();
    }
}

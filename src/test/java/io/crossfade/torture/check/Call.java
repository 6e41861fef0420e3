package io.crossfade.torture.check;

/**
 * An operation and the time in which it takes effect, at one instant.
 *
 * @param observes it leaves each state as it is
 * @param end {@link #NEVER} if it may take effect at any time after its start, or not at all
 */
record Call<O>(O operation, boolean observes, long start, long end) {

    static final long NEVER = Long.MAX_VALUE;

    boolean certain() {
        return end != NEVER;
    }
}

package io.crossfade.torture.check;

import java.util.BitSet;

/**
 * A state that the calls so far may have led to, and which of the open calls are among those that did: the certain ones,
 * and those that may never take effect. Its sets are never changed.
 */
record Configuration<S>(S state, BitSet certain, BitSet uncertain) {

    /** What two configurations have in common of which the one with fewer uncertain calls is at least as good. */
    Configuration<S> withoutUncertain() {
        return new Configuration<>(state, certain, NONE);
    }

    boolean done(int slot) {
        return certain.get(slot) || uncertain.get(slot);
    }

    Configuration<S> with(S next, int slot, boolean isCertain) {
        return isCertain
                ? new Configuration<>(next, plus(certain, slot), uncertain)
                : new Configuration<>(next, certain, plus(uncertain, slot));
    }

    Configuration<S> without(int slot) {
        BitSet less = (BitSet) certain.clone();
        less.clear(slot);
        return new Configuration<>(state, less, uncertain);
    }

    private static final BitSet NONE = new BitSet();

    private static BitSet plus(BitSet set, int slot) {
        BitSet more = (BitSet) set.clone();
        more.set(slot);
        return more;
    }
}

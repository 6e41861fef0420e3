package io.crossfade.torture.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Configurations of which none is made needless by another: the same state reached with a part of the uncertain calls
 * leaves at least the same choices, for the others may still take effect, or never.
 */
final class Frontier<S> {

    private final Map<Configuration<S>, List<BitSet>> least = new HashMap<>();

    /** Whether it was worth adding. */
    boolean add(Configuration<S> configuration) {
        List<BitSet> kept = least.computeIfAbsent(configuration.withoutUncertain(), key -> new ArrayList<>(1));
        BitSet uncertain = configuration.uncertain();
        for (BitSet other : kept) {
            if (contains(uncertain, other)) {
                return false;
            }
        }
        kept.removeIf(other -> contains(other, uncertain));
        kept.add(uncertain);
        return true;
    }

    void forEach(Consumer<Configuration<S>> action) {
        least.forEach((key, kept) ->
                kept.forEach(uncertain -> action.accept(new Configuration<>(key.state(), key.certain(), uncertain))));
    }

    boolean isEmpty() {
        return least.isEmpty();
    }

    private static boolean contains(BitSet set, BitSet part) {
        BitSet rest = (BitSet) part.clone();
        rest.andNot(set);
        return rest.isEmpty();
    }
}

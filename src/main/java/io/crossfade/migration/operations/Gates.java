package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Gate;
import java.util.List;

/** Gates as operators read them. */
final class Gates {

    private Gates() {}

    /** With the stores' names, in which the engine's own words are of a source and a target. */
    static List<Gate.Result> named(List<Gate.Result> gates, StoreNames names) {
        return gates.stream()
                .map(gate -> new Gate.Result(names.tag(gate.gate()), gate.holds(), names.in(gate.detail())))
                .toList();
    }
}

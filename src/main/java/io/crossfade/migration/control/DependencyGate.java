package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import java.util.List;
import java.util.Map;

/** A unit never stands ahead of the units that its table references. */
final class DependencyGate {

    private final Units units;
    private final UnitStates states;
    private final StoreNames names;

    DependencyGate(Units units, UnitStates states, StoreNames names) {
        this.units = units;
        this.states = states;
        this.names = names;
    }

    /** @param planned where units will stand that move before this one; the others stand where they stand */
    Gate.Result check(Gate.Move move, Map<String, Phase> planned) {
        List<String> inTheWay = move.forward()
                ? units.get(move.unit()).parents().stream()
                        .filter(parent -> phase(parent, planned).isBefore(move.to()))
                        .toList()
                : units.children(move.unit()).stream()
                        .map(UnitMapping::name)
                        .filter(child -> move.to().isBefore(phase(child, planned)))
                        .toList();
        String gate = move.forward() ? "parents-not-behind" : "children-not-ahead";
        return new Gate.Result(
                gate,
                inTheWay.isEmpty(),
                inTheWay.isEmpty()
                        ? "no unit stands in the way"
                        : "move " + String.join(", ", inTheWay) + " to " + names.of(move.to()) + " first");
    }

    private Phase phase(String unit, Map<String, Phase> planned) {
        Phase phase = planned.get(unit);
        return phase == null ? states.get(unit).phase() : phase;
    }
}

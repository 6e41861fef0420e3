package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.MoveRun;
import io.crossfade.migration.control.Moves;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A request to move one unit or all, and how far it is.
 *
 * @param underWay whether to ask again for its end
 * @param outcome as that of a move
 * @param request what was asked for; null for a moment after it was
 * @param units those that were reached so far, with what came of each
 * @param gates those that did not hold, by unit
 */
record MoveRequestView(
        UUID id,
        boolean underWay,
        String outcome,
        @Nullable String detail,
        @Nullable MoveRunView request,
        List<MoveRunView> units,
        List<ClosedGate> gates)
        implements OperationResponseBody {

    record ClosedGate(String unit, String gate, String detail) {}

    /** @param runs of the request, which come first, and of its units */
    static MoveRequestView of(UUID id, List<MoveRun> runs, StoreNames names) {
        List<MoveRunView> views =
                runs.stream().map(run -> MoveRunView.of(run, names)).toList();
        MoveRunView request = views.getFirst();
        List<MoveRunView> units =
                views.stream().filter(view -> !view.unit().equals(Moves.ALL)).toList();
        List<ClosedGate> gates = units.stream()
                .flatMap(unit ->
                        unit.gates().stream().map(gate -> new ClosedGate(unit.unit(), gate.gate(), gate.detail())))
                .toList();
        boolean underWay = views.stream().anyMatch(view -> view.outcome().equals("under-way"));
        return new MoveRequestView(
                id, underWay, underWay ? "under-way" : request.outcome(), request.message(), request, units, gates);
    }

    static MoveRequestView begins(UUID id) {
        return new MoveRequestView(
                id, true, "under-way", "it is under way, and no more can be told now", null, List.of(), List.of());
    }
}

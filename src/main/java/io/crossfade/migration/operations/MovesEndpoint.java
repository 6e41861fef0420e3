package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.MoveHistory;
import io.crossfade.migration.control.MoveRun;
import io.crossfade.migration.control.MoveRuns;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** How far a move is that somebody asked for, whichever instance makes it, and what came of it. */
@Endpoint(id = "moves", defaultAccess = Access.READ_ONLY)
final class MovesEndpoint {

    private final MoveHistory history;
    private final MoveRuns runs;
    private final StoreNames names;

    MovesEndpoint(MoveHistory history, MoveRuns runs, StoreNames names) {
        this.history = history;
        this.runs = runs;
        this.names = names;
    }

    /** @throws NotFoundException if nothing was asked for under that id */
    @ReadOperation
    MoveRequestView one(@Selector String id) throws SQLException {
        UUID attempt = id(id);
        List<MoveRun> found = attempt == null ? List.of() : history.find(attempt);
        if (attempt != null && !found.isEmpty() && found.getFirst().asked().to() != null) {
            return MoveRequestView.of(attempt, found, names);
        }
        if (attempt != null && runs.isRunning(attempt)) {
            return MoveRequestView.begins(attempt);
        }
        throw new NotFoundException(
                "There is no move '" + id + "'; GET /actuator/migration shows the last of each unit");
    }

    /** By unit. */
    Map<String, MoveRunView.OfUnit> units() throws SQLException {
        Map<String, MoveRunView.OfUnit> units = new HashMap<>();
        history.units()
                .forEach((unit, moves) ->
                        units.put(unit, new MoveRunView.OfUnit(view(moves.underWay()), view(moves.last()))));
        return units;
    }

    private @Nullable MoveRunView view(@Nullable MoveRun run) {
        return run == null ? null : MoveRunView.of(run, names);
    }

    private static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}

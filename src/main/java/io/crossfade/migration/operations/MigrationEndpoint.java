package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Instances;
import io.crossfade.migration.control.MoveReport;
import io.crossfade.migration.control.MoveRuns;
import io.crossfade.migration.control.Moves;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** Shows where the units stand and moves them. A report says what a move did, or why it was refused. */
@Endpoint(id = "migration", defaultAccess = Access.UNRESTRICTED)
final class MigrationEndpoint {

    private final UnitViews views;
    private final Moves moves;
    private final MoveRuns runs;
    private final MovesEndpoint requested;
    private final Duration wait;
    private final Instances instances;
    private final StoreNames names;

    /** @param wait how long whoever asks for a move is kept waiting for its end */
    MigrationEndpoint(
            UnitViews views,
            Moves moves,
            MoveRuns runs,
            MovesEndpoint requested,
            Instances instances,
            StoreNames names,
            Duration wait) {
        this.views = views;
        this.moves = moves;
        this.runs = runs;
        this.requested = requested;
        this.wait = wait;
        this.instances = instances;
        this.names = names;
    }

    record UnitsView(List<UnitView> units, List<InstanceView> instances) implements OperationResponseBody {}

    record MovesView(boolean dryRun, List<MoveView> units) implements OperationResponseBody {}

    @ReadOperation
    UnitsView all() {
        return new UnitsView(views.all(), InstanceView.all(instances, names));
    }

    /** @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    @ReadOperation
    UnitView one(@Selector String unit) {
        return views.one(unit);
    }

    /**
     * Moves all units.
     *
     * @return what came of it, or if it takes longer how far it is
     * @throws IllegalArgumentException for an unknown phase or a percent that fits nothing
     */
    @WriteOperation
    OperationResponseBody moveAll(
            SecurityContext context,
            String to,
            @Nullable String reason,
            @Nullable Integer percent,
            @Nullable Boolean dryRun) {
        Moves.Request request = request(context, to, reason, percent, null);
        return Boolean.TRUE.equals(dryRun)
                ? view(true, moves.dryRunAll(request))
                : run(request, () -> moves.moveAll(request));
    }

    /**
     * Moves one unit, if it still stands at the epoch that is given.
     *
     * @return what came of it, or if it takes longer how far it is
     * @throws io.crossfade.migration.UnknownUnitException if there is none of that name
     * @throws IllegalArgumentException for an unknown phase or a percent that fits nothing
     */
    @WriteOperation
    OperationResponseBody move(
            SecurityContext context,
            @Selector String unit,
            String to,
            @Nullable String reason,
            @Nullable Integer percent,
            @Nullable Long epoch,
            @Nullable Boolean dryRun) {
        Moves.Request request = request(context, to, reason, percent, epoch);
        return Boolean.TRUE.equals(dryRun)
                ? view(true, List.of(moves.dryRun(unit, request)))
                : run(request, () -> List.of(moves.move(unit, request)));
    }

    private OperationResponseBody run(Moves.Request request, Supplier<List<MoveReport>> move) {
        Optional<List<MoveReport>> reports = runs.run(request.id(), move, wait);
        if (reports.isPresent()) {
            return view(false, reports.get());
        }
        try {
            return requested.one(request.id().toString());
        } catch (SQLException | NotFoundException later) {
            return MoveRequestView.begins(request.id());
        }
    }

    /** Drops the unit's data in the source for good. @throws io.crossfade.migration.UnknownUnitException if there is none of that name */
    @DeleteOperation
    MovesView drop(SecurityContext context, @Selector String unit, @Nullable String reason) {
        return view(false, List.of(moves.dropSource(unit, Actor.of(context), reason)));
    }

    private Moves.Request request(
            SecurityContext context,
            String to,
            @Nullable String reason,
            @Nullable Integer percent,
            @Nullable Long epoch) {
        return new Moves.Request(names.phase(to), percent, epoch, Actor.of(context), reason);
    }

    private MovesView view(boolean dryRun, List<MoveReport> reports) {
        return new MovesView(
                dryRun,
                reports.stream().map(report -> MoveView.of(report, names)).toList());
    }
}

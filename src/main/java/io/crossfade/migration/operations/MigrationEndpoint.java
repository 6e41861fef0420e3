package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Instances;
import io.crossfade.migration.control.MoveReport;
import io.crossfade.migration.control.Moves;
import java.util.List;
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
    private final Instances instances;
    private final StoreNames names;

    MigrationEndpoint(UnitViews views, Moves moves, Instances instances, StoreNames names) {
        this.views = views;
        this.moves = moves;
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

    /** Moves all units. @throws IllegalArgumentException for an unknown phase or a percent that fits nothing */
    @WriteOperation
    MovesView moveAll(
            SecurityContext context,
            String to,
            @Nullable String reason,
            @Nullable Integer percent,
            @Nullable Boolean dryRun) {
        Moves.Request request = request(context, to, reason, percent, null);
        boolean dry = Boolean.TRUE.equals(dryRun);
        List<MoveReport> reports = dry ? moves.dryRunAll(request) : moves.moveAll(request);
        return new MovesView(dry, reports.stream().map(this::view).toList());
    }

    /**
     * Moves one unit, if it still stands at the epoch that is given.
     *
     * @throws io.crossfade.migration.UnknownUnitException if there is none of that name
     * @throws IllegalArgumentException for an unknown phase or a percent that fits nothing
     */
    @WriteOperation
    MovesView move(
            SecurityContext context,
            @Selector String unit,
            String to,
            @Nullable String reason,
            @Nullable Integer percent,
            @Nullable Long epoch,
            @Nullable Boolean dryRun) {
        Moves.Request request = request(context, to, reason, percent, epoch);
        boolean dry = Boolean.TRUE.equals(dryRun);
        MoveReport report = dry ? moves.dryRun(unit, request) : moves.move(unit, request);
        return new MovesView(dry, List.of(view(report)));
    }

    /** Drops the unit's data in the source for good. @throws io.crossfade.migration.UnknownUnitException if there is none of that name */
    @DeleteOperation
    MovesView drop(SecurityContext context, @Selector String unit, @Nullable String reason) {
        return new MovesView(false, List.of(view(moves.dropSource(unit, Actor.of(context), reason))));
    }

    private Moves.Request request(
            SecurityContext context,
            String to,
            @Nullable String reason,
            @Nullable Integer percent,
            @Nullable Long epoch) {
        return new Moves.Request(names.phase(to), percent, epoch, Actor.of(context), reason);
    }

    private MoveView view(MoveReport report) {
        return MoveView.of(report, names);
    }
}

package io.crossfade.migration.operations;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.migration.backfill.BackfillRefusedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** Shows how far each unit's backfill is, and starts, pauses, resumes, cancels or limits it. */
@Endpoint(id = "backfill", defaultAccess = Access.UNRESTRICTED)
final class BackfillEndpoint {

    private final Units units;
    private final Backfill backfill;
    private final BackfillViews views;
    private final Audited audited;

    BackfillEndpoint(Units units, Backfill backfill, BackfillViews views, Audited audited) {
        this.units = units;
        this.backfill = backfill;
        this.views = views;
        this.audited = audited;
    }

    /** What may be done with a backfill. */
    enum Action {
        START,
        PAUSE,
        RESUME,
        CANCEL,
        RESTART,
        LIMIT
    }

    record View(List<BackfillView> units) implements OperationResponseBody {}

    @ReadOperation
    View all() throws SQLException {
        List<BackfillView> all = new ArrayList<>();
        for (UnitMapping unit : units.all()) {
            all.add(views.view(unit.name()));
        }
        return new View(all);
    }

    /** @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    @ReadOperation
    View one(@Selector String unit) throws SQLException {
        return new View(List.of(views.view(unit)));
    }

    /**
     * @throws io.crossfade.migration.UnknownUnitException if there is no such unit
     * @throws IllegalArgumentException if something is given that belongs to another action
     * @throws RefusedOperationException if it cannot be done as the backfill stands
     */
    @WriteOperation
    View change(
            SecurityContext context,
            @Selector String unit,
            Action action,
            @Nullable String reason,
            @Nullable Long rowsPerSecond,
            @Nullable Long bytesPerSecond,
            @Nullable Boolean force)
            throws SQLException {
        units.get(unit);
        boolean forced = Boolean.TRUE.equals(force);
        Words.belongsTo(Action.RESUME, action, "force", forced);
        Words.belongsTo(Action.LIMIT, action, "rowsPerSecond", rowsPerSecond != null);
        Words.belongsTo(Action.LIMIT, action, "bytesPerSecond", bytesPerSecond != null);
        String what = Words.of(action)
                + (forced ? " with force" : "")
                + (action == Action.LIMIT ? Words.figures(rowsPerSecond, bytesPerSecond) : "");
        audited.run(context, unit, "backfill", what, reason, () -> {
            try {
                if (action == Action.LIMIT) {
                    backfill.limit(unit, rowsPerSecond, bytesPerSecond);
                } else {
                    run(unit, action, forced);
                }
            } catch (BackfillRefusedException e) {
                throw new RefusedOperationException(e.getMessage(), e);
            }
        });
        return Audited.afterwards(() -> one(unit));
    }

    private void run(String unit, Action action, boolean force) throws SQLException {
        switch (action) {
            case START -> backfill.start(unit);
            case PAUSE -> backfill.pause(unit);
            case RESUME -> backfill.resume(unit, force);
            case CANCEL -> backfill.cancel(unit);
            case RESTART -> backfill.restart(unit);
            case LIMIT -> throw new IllegalArgumentException("A limit takes figures");
        }
    }
}

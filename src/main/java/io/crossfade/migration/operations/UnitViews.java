package io.crossfade.migration.operations;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnknownUnitException;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.feed.FeedStatus;
import io.crossfade.migration.sync.Quarantine;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what each part of the engine knows of a unit. A part that cannot tell now leaves its place empty. */
final class UnitViews {

    private final UnitStates states;
    private final StoreNames names;
    private final Moves moves;
    private final Quarantine quarantine;
    private final Backfill backfill;
    private final VerificationViews verification;
    private final Feed feed;

    UnitViews(
            UnitStates states,
            StoreNames names,
            Moves moves,
            Quarantine quarantine,
            Backfill backfill,
            VerificationViews verification,
            Feed feed) {
        this.verification = verification;
        this.feed = feed;
        this.states = states;
        this.names = names;
        this.moves = moves;
        this.quarantine = quarantine;
        this.backfill = backfill;
    }

    /** In dependency order. */
    List<UnitView> all() {
        return states.all().stream().map(this::view).toList();
    }

    /** Null if there is no such unit. */
    @Nullable
    UnitView one(String unit) {
        try {
            return view(states.get(unit));
        } catch (UnknownUnitException e) {
            return null;
        }
    }

    private UnitView view(FenceRow row) {
        String unit = row.unit();
        FeedStatus followed = feed.status(unit);
        return new UnitView(
                unit,
                names.of(row.phase()),
                names.of(row.phase().authority()),
                reads(row),
                row.percent(),
                row.epoch(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.retainUntil(),
                followed.lag().toMillis(),
                followed,
                told(() -> quarantine.count(unit)),
                told(() -> backfill.status(unit)),
                told(() -> verification.view(unit, List.of())),
                gates(unit));
    }

    private String reads(FenceRow row) {
        return switch (row.phase()) {
            case SHADOW_READ -> names.of(Side.SOURCE) + ", a sample compared with " + names.of(Side.TARGET);
            case READ_SWITCH ->
                names.of(Side.TARGET) + " for " + row.percent() + " percent of the keys, " + names.of(Side.SOURCE)
                        + " for the others";
            default -> names.of(row.phase().authority());
        };
    }

    private Map<String, List<Gate.Result>> gates(String unit) {
        Map<String, List<Gate.Result>> gates = new LinkedHashMap<>();
        moves.gates(unit).forEach((Phase phase, List<Gate.Result> results) -> gates.put(names.of(phase), results));
        return gates;
    }

    private interface Part<T> {
        T ask() throws SQLException;
    }

    private static <T> @Nullable T told(Part<T> part) {
        try {
            return part.ask();
        } catch (SQLException away) {
            return null;
        }
    }
}

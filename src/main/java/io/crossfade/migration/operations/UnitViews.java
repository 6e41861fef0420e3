package io.crossfade.migration.operations;

import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.feed.FeedStatus;
import io.crossfade.migration.sync.Quarantine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gathers what each part of the engine knows of a unit. A part that cannot tell now leaves its place empty. */
final class UnitViews {

    private static final Gate.Result TARGET_AWAY =
            new Gate.Result("target-reachable", false, "the target does not answer; bring it back first");

    private final UnitStates states;
    private final StoreNames names;
    private final Moves moves;
    private final Quarantine quarantine;
    private final Backfill backfill;
    private final VerificationViews verification;
    private final Feed feed;
    private final TargetReachability target;

    UnitViews(
            UnitStates states,
            StoreNames names,
            Moves moves,
            Quarantine quarantine,
            Backfill backfill,
            VerificationViews verification,
            Feed feed,
            TargetReachability target) {
        this.target = target;
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

    /** @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    UnitView one(String unit) {
        return view(states.get(unit));
    }

    private UnitView view(FenceRow row) {
        String unit = row.unit();
        FeedStatus followed = target.answers() ? feed.status(unit) : feed.untold(unit, "the target does not answer");
        Duration lag = followed.lag();
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
                lag == null ? null : lag.toMillis(),
                followed,
                target.told(() -> quarantine.count(unit)),
                target.told(() -> backfill.status(unit)),
                target.told(() -> verification.view(unit, List.of())),
                gates(row));
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

    /** No unit moves without the target, so while it is away that is all there is to say. */
    private Map<String, List<Gate.Result>> gates(FenceRow row) {
        Map<String, List<Gate.Result>> gates = new LinkedHashMap<>();
        if (target.answers()) {
            moves.gates(row.unit()).forEach((phase, results) -> gates.put(names.of(phase), results));
        } else {
            Stream.concat(row.phase().next().stream(), row.phase().previous().stream())
                    .forEach(phase -> gates.put(names.of(phase), List.of(TARGET_AWAY)));
        }
        return gates;
    }
}

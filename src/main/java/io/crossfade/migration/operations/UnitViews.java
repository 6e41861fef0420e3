package io.crossfade.migration.operations;

import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.control.ReadsNow;
import io.crossfade.migration.control.StoreContact;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.feed.FeedStatus;
import io.crossfade.migration.sync.Quarantine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers what each part of the engine knows of a unit. A part that cannot tell now leaves its place empty, and says since when. */
final class UnitViews {

    private static final Gate.Result TARGET_AWAY =
            new Gate.Result("target-reachable", false, "the target does not answer; bring it back first");

    private final UnitStates states;
    private final StoreNames names;
    private final Moves moves;
    private final Quarantine quarantine;
    private final BackfillViews backfill;
    private final VerificationViews verification;
    private final Feed feed;
    private final TargetReachability target;
    private final ReadsNow reads;
    private final StoreContact contact;
    private final MovesEndpoint requested;

    UnitViews(
            UnitStates states,
            StoreNames names,
            Moves moves,
            Quarantine quarantine,
            BackfillViews backfill,
            VerificationViews verification,
            Feed feed,
            TargetReachability target,
            ReadsNow reads,
            StoreContact contact,
            MovesEndpoint requested) {
        this.requested = requested;
        this.target = target;
        this.verification = verification;
        this.feed = feed;
        this.states = states;
        this.names = names;
        this.moves = moves;
        this.quarantine = quarantine;
        this.backfill = backfill;
        this.reads = reads;
        this.contact = contact;
    }

    /** In dependency order. */
    List<UnitView> all() {
        Map<String, MoveRunView.OfUnit> known = target.told(requested::units);
        return states.all().stream().map(row -> view(row, known)).toList();
    }

    /** @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    UnitView one(String unit) {
        return view(states.get(unit), target.told(requested::units));
    }

    private UnitView view(FenceRow row, @Nullable Map<String, MoveRunView.OfUnit> known) {
        String unit = row.unit();
        Map<String, String> notKnown = new TreeMap<>();
        FeedStatus followed = target.answers() ? feed.status(unit) : feed.untold(unit, "the target does not answer");
        Duration lag = followed.lag();
        if (lag == null) {
            notKnown.put("lagMillis", "not known since " + followed.notKnownSince());
        }
        if (!target.answers()) {
            notKnown.put("phase", "as last heard of; " + notKnown(Side.TARGET));
        }
        Optional<ReadsNow.ModeNow> mode = reads.mode(unit);
        if (mode.isEmpty()) {
            notKnown.put("mode", notKnown(Side.SOURCE));
        }
        if (known == null) {
            notKnown.put("moves", notKnown(Side.TARGET));
        }
        return new UnitView(
                unit,
                names.of(row.phase()),
                names.of(row.phase().authority()),
                reads.words(row),
                row.percent(),
                mode.map(ReadsNow.ModeNow::mode).orElse(null),
                mode.map(ReadsNow.ModeNow::since).orElse(null),
                row.epoch(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.retainUntil(),
                lag == null ? null : lag.toMillis(),
                FeedView.of(followed, names),
                told("quarantined", () -> quarantine.count(unit), notKnown),
                told("backfill", () -> backfill.view(unit), notKnown),
                told("verification", () -> verification.view(unit, List.of()), notKnown),
                gates(row),
                notKnown.isEmpty() ? null : notKnown,
                known == null ? null : known.get(unit));
    }

    private <T> @Nullable T told(String field, TargetReachability.Question<T> question, Map<String, String> notKnown) {
        T told = target.told(question);
        if (told == null) {
            notKnown.put(field, notKnown(Side.TARGET));
        }
        return told;
    }

    private String notKnown(Side store) {
        return "not known since " + contact.lastAnswer(store) + ": " + names.of(store)
                + " does not answer this instance";
    }

    /** No unit moves without the target, so while it is away that is all there is to say. */
    private Map<String, List<Gate.Result>> gates(FenceRow row) {
        Map<String, List<Gate.Result>> gates = new LinkedHashMap<>();
        if (target.answers()) {
            moves.gates(row.unit())
                    .forEach((phase, results) -> gates.put(names.of(phase), Gates.named(results, names)));
        } else {
            Stream.concat(row.phase().next().stream(), row.phase().previous().stream())
                    .forEach(phase -> gates.put(names.of(phase), Gates.named(List.of(TARGET_AWAY), names)));
        }
        return gates;
    }
}

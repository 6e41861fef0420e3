package io.crossfade.migration.verify;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.sync.Difference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One range of a run, batch by batch, each compared, looked at again under the keys' locks, repaired if wanted, and saved. After a
 * failure it goes on where its record stands. For one thread.
 */
final class RangeVerification {

    /** At a key that is written all the time, for each look may meet another write. */
    private static final int LOOKS = 4;

    /** Among the keys of a batch; more are no matter of a moment. */
    private static final int MOST_UNDER_WAY = 50;

    /** What a step came to. */
    enum Step {
        MORE,
        DONE,
        /** The run is no longer this instance's to carry out. */
        OVER
    }

    private final Term term;
    private final VerificationStatus run;
    private final UnitMapping mapping;
    private final int number;
    private final Stores stores;
    private final Throttle throttle;
    private @Nullable Walk walk;
    private long asked;
    private @Nullable Range range;

    /** What all ranges of all runs have in common. */
    record Stores(
            Installation installation,
            SourcePages source,
            TargetPages target,
            KeyLook keys,
            Ranges ranges,
            Findings findings,
            VerificationProperties properties) {}

    RangeVerification(
            Term term, VerificationStatus run, UnitMapping mapping, int number, Stores stores, Throttle throttle) {
        this.term = term;
        this.run = run;
        this.mapping = mapping;
        this.number = number;
        this.stores = stores;
        this.throttle = throttle;
    }

    /** @param goesOn asked while the step waits for its turn */
    Step step(Throttle.Continuing goesOn) throws SQLException, InterruptedException {
        Tally tally = new Tally();
        Step step;
        long begun = System.nanoTime();
        try {
            step = batch(tally);
        } catch (SQLException | RuntimeException failure) {
            walk = null;
            throw failure;
        }
        if (step != Step.OVER) {
            throttle.pay(tally.counts()[0], tally.bytes(), System.nanoTime() - begun, goesOn);
        }
        return step;
    }

    private Step batch(Tally tally) throws SQLException {
        Range at = range;
        Walk pairs = walk;
        if (pairs == null || at == null) {
            asked = stores.installation().requireSource();
            at = stores.ranges().get(term, number);
            pairs = new Walk(
                    mapping,
                    stores.source(),
                    stores.target(),
                    at,
                    stores.properties().batchSize(),
                    stores.properties().batchBytes().toBytes());
        }
        List<Difference> suspects = new ArrayList<>();
        BsonValue last = null;
        boolean done = false;
        for (int i = 0; i < stores.properties().batchSize() && !done; i++) {
            Walk.Pair pair = pairs.next();
            if (pair == null) {
                done = true;
            } else {
                tally.compared(pair.bytes());
                last = pair.id();
                Suspects.of(mapping, run.authority(), pair).ifPresent(suspects::add);
            }
        }
        judge(confirmed(suspects), tally);
        at = last == null ? at : at.behind(last);
        stores.installation().requireSame(asked);
        if (!stores.ranges().save(term, tally, at, done, throttle.reason())) {
            return Step.OVER;
        }
        walk = pairs;
        range = at;
        return done ? Step.DONE : Step.MORE;
    }

    /** A write that the authority has, and whose sync has not got the lock yet, is no difference: it is looked at again after it. */
    private Map<String, Difference> confirmed(List<Difference> suspects) {
        Map<String, Difference> standing = standing(suspects);
        for (int look = 1;
                look < LOOKS && mayBeUnderWay(standing) && stores.keys().settle(run.unit());
                look++) {
            standing = standing(standing.values());
        }
        return standing;
    }

    private boolean mayBeUnderWay(Map<String, Difference> standing) {
        return !run.repairing()
                && standing.size() <= MOST_UNDER_WAY
                && standing.values().stream().anyMatch(one -> one.kind() != Difference.Kind.UNMAPPABLE);
    }

    private Map<String, Difference> standing(Collection<Difference> suspects) {
        Map<String, Difference> confirmed = new TreeMap<>();
        for (Difference suspect : suspects) {
            Optional<Difference> seen = stores.keys().recheck(run.unit(), suspect.key());
            if (seen.isPresent()) {
                boolean unmappable = suspect.kind() == Difference.Kind.UNMAPPABLE;
                confirmed.put(suspect.key(), unmappable ? suspect : seen.get());
            }
        }
        return confirmed;
    }

    private void judge(Map<String, Difference> confirmed, Tally tally) throws SQLException {
        if (confirmed.isEmpty()) {
            return;
        }
        List<String> all = List.copyOf(confirmed.keySet());
        Set<String> quarantined = run.repairing()
                ? stores.keys().repair(run.unit(), all)
                : stores.findings().quarantined(run.unit(), all);
        for (Difference difference : confirmed.values()) {
            if (quarantined.contains(difference.key())) {
                tally.quarantined();
            } else {
                boolean repaired = run.repairing()
                        && stores.keys().recheck(run.unit(), difference.key()).isEmpty();
                tally.add(new Finding(run.unit(), difference.key(), difference.kind(), difference.columns(), repaired));
            }
        }
    }
}

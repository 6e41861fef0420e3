package io.crossfade.migration.verify;

import io.crossfade.migration.Side;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.backfill.Failure;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.Difference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one run: batch by batch, each compared, looked at again, repaired if wanted, and saved. A batch that a store's outage
 * spoils is done again; while the outage lasts the run waits, for a while.
 */
final class VerificationRunner {

    private static final Logger log = LoggerFactory.getLogger(VerificationRunner.class);
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    private final Units units;
    private final UnitStates states;
    private final SourcePages source;
    private final TargetPages target;
    private final KeyLook keys;
    private final VerificationRuns runs;
    private final Findings findings;
    private final int batchSize;
    private final int attempts;

    VerificationRunner(
            Units units,
            UnitStates states,
            SourcePages source,
            TargetPages target,
            KeyLook keys,
            VerificationRuns runs,
            Findings findings,
            VerificationProperties properties) {
        this.units = units;
        this.states = states;
        this.source = source;
        this.target = target;
        this.keys = keys;
        this.runs = runs;
        this.findings = findings;
        this.batchSize = properties.batchSize();
        this.attempts = properties.attempts();
    }

    /** Returns when the run has ended, one way or another; its record says how. */
    void execute(Term term) throws SQLException, InterruptedException {
        VerificationStatus run = runs.get(term.run());
        UnitMapping mapping = units.get(run.unit());
        int failures = 0;
        while (true) {
            try {
                Walk walk = new Walk(mapping, source, target, runs.position(run.run()), batchSize);
                while (batch(term, run, mapping, walk)) {
                    failures = 0;
                }
                return;
            } catch (SQLException | RuntimeException thrown) {
                Failure failure = Failure.of(thrown);
                failures++;
                log.warn("The verification of '{}' was held up by {}", run.unit(), failure.code());
                if (failures >= attempts) {
                    runs.end(term, VerificationState.FAILED, failure.code());
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_WAIT_MILLIS, 100L << Math.min(failures, 10)));
            }
        }
    }

    /** @return whether there is more to do */
    private boolean batch(Term term, VerificationStatus run, UnitMapping mapping, Walk walk) throws SQLException {
        if (states.get(run.unit()).phase().authority() != run.authority()) {
            runs.end(term, VerificationState.FAILED, "the authority changed");
            return false;
        }
        Tally tally = new Tally();
        List<Difference> suspects = new ArrayList<>();
        Position position = null;
        for (int i = 0; i < batchSize; i++) {
            Walk.Pair pair = walk.next();
            if (pair == null) {
                break;
            }
            tally.compared();
            position = pair.position();
            Suspects.of(mapping, run.authority(), pair).ifPresent(suspects::add);
        }
        if (position == null) {
            runs.finish(term);
            return false;
        }
        judge(run, confirmed(run, suspects), tally);
        return runs.save(term, tally, position);
    }

    private Map<String, Difference> confirmed(VerificationStatus run, List<Difference> suspects) {
        Map<String, Difference> confirmed = new TreeMap<>();
        for (Difference suspect : suspects) {
            Optional<Difference> seen = keys.recheck(run.unit(), suspect.key());
            if (seen.isPresent()) {
                boolean unmappable = suspect.kind() == Difference.Kind.UNMAPPABLE;
                confirmed.put(suspect.key(), unmappable ? suspect : seen.get());
            }
        }
        return confirmed;
    }

    private void judge(VerificationStatus run, Map<String, Difference> confirmed, Tally tally) throws SQLException {
        if (confirmed.isEmpty()) {
            return;
        }
        Set<String> quarantined = run.repairing()
                ? keys.repair(run.unit(), List.copyOf(confirmed.keySet()))
                : findings.quarantined(run.unit(), List.copyOf(confirmed.keySet()));
        for (Difference difference : confirmed.values()) {
            if (quarantined.contains(difference.key())) {
                tally.quarantined();
            } else {
                boolean repaired = run.repairing()
                        && keys.recheck(run.unit(), difference.key()).isEmpty();
                tally.add(new Finding(run.unit(), difference.key(), difference.kind(), difference.columns(), repaired));
            }
        }
    }

    Side authority(String unit) {
        return states.get(unit).phase().authority();
    }
}

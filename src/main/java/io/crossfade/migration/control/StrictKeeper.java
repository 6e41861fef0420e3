package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Events.Event;
import io.crossfade.migration.control.SourceFence.Mode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings units in READ_SWITCH back to STRICT: from TIGHTENING on a write needs both stores; every older permit is over; a mark of
 * our own, written after that, is reached by the follower; the replica has no {@linkplain ReplicaGaps gap}. Only then may a read go
 * to the replica again, and no longer than there is none. Every instance may try; the compare-and-sets let one succeed. One that
 * died in between is succeeded by another.
 */
final class StrictKeeper {

    private static final Logger log = LoggerFactory.getLogger(StrictKeeper.class);

    private static final Duration MARK_LIMIT = Duration.ofSeconds(10);

    /** Of a unit that does not become STRICT within so many lives of a permit, it is told: with the default about a minute. */
    private static final int LONG = 20;

    private final UnitStates states;
    private final SourceFence fence;
    private final Barrier barrier;
    private final ReplicaGaps gaps;
    private final Supplier<List<String>> cutOff;
    private final Duration permitOver;
    private final Events events;
    private final Map<String, Tightening> seen = new HashMap<>();
    private final Map<String, Stretch> notStrict = new HashMap<>();

    /** @param cutOff the instances that reach the source and not the target: their next write would undo what is done here */
    StrictKeeper(
            UnitStates states,
            SourceFence fence,
            Barrier barrier,
            ReplicaGaps gaps,
            Supplier<List<String>> cutOff,
            Duration permitOver,
            Events events) {
        this.states = states;
        this.fence = fence;
        this.barrier = barrier;
        this.gaps = gaps;
        this.cutOff = cutOff;
        this.permitOver = permitOver;
        this.events = events;
    }

    private record Tightening(long epoch, long since) {}

    private record Stretch(long since, Troubles troubles) {}

    /** Looks at every unit once. Meant to be called again and again, by one thread. While the target cannot be asked all stays. */
    void look() throws InterruptedException {
        List<FenceDocument> switched = states.all().stream()
                .filter(row -> row.phase() == Phase.READ_SWITCH && row.state() == FenceState.CLOSED && !row.feedOnly())
                .flatMap(row -> fence.permit(row.unit()).stream())
                .filter(permit -> permit.phase() == Phase.READ_SWITCH)
                .toList();
        if (switched.isEmpty()) {
            return;
        }
        Optional<Set<String>> lacking = lacking();
        switched.forEach(permit -> tellIfForLong(permit, lacking));
        if (lacking.isEmpty()) {
            return;
        }
        for (FenceDocument permit : switched) {
            if (lacking.get().contains(permit.unit())) {
                relax(permit);
            }
        }
        if (!cutOff.get().isEmpty()) {
            return;
        }
        for (FenceDocument permit : switched) {
            if (!lacking.get().contains(permit.unit()) && (permit.mode() == Mode.RELAXED || abandoned(permit))) {
                tighten(permit);
            }
        }
    }

    /** Once for each reason, as long as it lasts. */
    private void tellIfForLong(FenceDocument permit, Optional<Set<String>> lacking) {
        String unit = permit.unit();
        if (permit.mode() == Mode.STRICT || permit.mode() == Mode.CLOSED) {
            notStrict.remove(unit);
            return;
        }
        Stretch stretch = notStrict.computeIfAbsent(unit, first -> new Stretch(System.nanoTime(), new Troubles()));
        Duration since = Duration.ofNanos(System.nanoTime() - stretch.since);
        if (since.compareTo(permitOver.multipliedBy(LONG)) > 0) {
            String reason = lacking.isEmpty()
                    ? "PostgreSQL cannot be asked"
                    : lacking.get().contains(unit)
                            ? "PostgreSQL lacks something: look at its quarantine, and whether changes were missed"
                            : cutOff.get().isEmpty()
                                    ? "its change stream is not followed, or is behind"
                                    : "these instances reach MongoDB and not PostgreSQL: "
                                            + String.join(", ", cutOff.get());
            if (stretch.troubles.isNew(reason)) {
                log.warn(
                        "Unit '{}': it stays {} for {} s, and no read goes to PostgreSQL: {}",
                        unit,
                        permit.mode(),
                        since.toSeconds(),
                        reason);
            }
        }
    }

    private void relax(FenceDocument permit) {
        if ((permit.mode() == Mode.STRICT || permit.mode() == Mode.TIGHTENING)
                && fence.replace(permit, permit.with(Mode.RELAXED))) {
            log.warn("Unit '{}': PostgreSQL lacks something, no read goes there until it is made good", permit.unit());
        }
    }

    /** Whether another instance has been at it for longer than it can take. */
    private boolean abandoned(FenceDocument document) {
        if (document.mode() != Mode.TIGHTENING) {
            return false;
        }
        Tightening known = seen.get(document.unit());
        if (known == null || known.epoch != document.epoch()) {
            seen.put(document.unit(), new Tightening(document.epoch(), System.nanoTime()));
            return false;
        }
        return System.nanoTime() - known.since
                > MARK_LIMIT.plus(permitOver).multipliedBy(2).toNanos();
    }

    private void tighten(FenceDocument found) throws InterruptedException {
        String unit = found.unit();
        FenceDocument tightening = found.with(Mode.TIGHTENING);
        if (!barrier.follows(unit) || !fence.replace(found, tightening)) {
            return;
        }
        long since = System.nanoTime();
        boolean reached = fence.awaitOlderPermitsOver(tightening, since, permitOver.multipliedBy(2))
                && barrier.awaitSourceMark(unit, MARK_LIMIT);
        if (reached && lacksNothing(unit) && states.get(unit).phase() == Phase.READ_SWITCH) {
            if (fence.replace(tightening, tightening.with(Mode.STRICT))) {
                events.count(Event.STRICT_AGAIN, unit);
                log.info("Unit '{}': PostgreSQL holds every change, reads may go there", unit);
            }
        } else {
            fence.replace(tightening, tightening.with(Mode.RELAXED));
        }
    }

    private boolean lacksNothing(String unit) {
        return lacking().filter(units -> !units.contains(unit)).isPresent();
    }

    /** Empty if the target cannot be asked. */
    private Optional<Set<String>> lacking() {
        try {
            return Optional.of(gaps.units());
        } catch (SQLException away) {
            return Optional.empty();
        }
    }
}

package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Events.Event;
import io.crossfade.migration.control.SourceFence.Mode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes or undoes what an instance has begun and left: it died, paused, or lost a store. Safe at any moment, also while the
 * other is alive and merely slow; the lease on the unit's moves only keeps two from getting in each other's way.
 */
final class TakeOver {

    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

    private static final String ACTION = "take-over";
    private static final String REASON = "an instance stopped in the middle of a move";

    private final UnitStates states;
    private final PostgresFence target;
    private final SourceFence source;
    private final SourceFenceFollower follower;
    private final MoveLease lease;
    private final Audit audit;
    private final MoveLog moveLog;
    private final ControlProperties properties;
    private final Events events;

    TakeOver(
            UnitStates states,
            PostgresFence target,
            SourceFence source,
            MoveLease lease,
            Audit audit,
            MoveLog moveLog,
            ControlProperties properties,
            Events events) {
        this.states = states;
        this.target = target;
        this.source = source;
        this.follower = new SourceFenceFollower(source);
        this.lease = lease;
        this.audit = audit;
        this.moveLog = moveLog;
        this.properties = properties;
        this.events = events;
    }

    /** Looks at every unit once. Meant to be called again and again, by one thread. */
    void look() throws InterruptedException {
        for (FenceRow row : states.all()) {
            Optional<FenceDocument> permit = source.permit(row.unit());
            if (isOdd(row, permit)) {
                takeOver(row.unit());
            }
        }
    }

    /** Whether a move seems to be half done; what is known here may be old, so that is only a reason to look. */
    private static boolean isOdd(FenceRow row, Optional<FenceDocument> permit) {
        return switch (row.state()) {
            case DRAINING, DRAINED -> true;
            case OPEN ->
                (row.phase() == Phase.SOURCE_REMOVED && row.capturing())
                        || permit.filter(FenceDocument::mayReadSource).isPresent();
            case CLOSED ->
                permit.filter(document -> document.mode() == Mode.CLOSED || !document.isAt(row))
                        .isPresent();
        };
    }

    private void takeOver(String unit) throws InterruptedException {
        try {
            Optional<MoveLease.Held> held = lease.tryHold(unit);
            if (held.isEmpty()) {
                return;
            }
            try (MoveLease.Held working = held.get()) {
                settle(unit);
            }
        } catch (SQLException away) {
            log.debug("Unit '{}': a half done move waits for the target: SQLSTATE {}", unit, away.getSQLState());
        } catch (StaleEpochException | FlipTimeoutException another) {
            log.debug("Unit '{}': another instance was faster: {}", unit, another.getMessage());
        }
    }

    /** The caller holds the lease on its moves. */
    void settle(String unit) throws SQLException, InterruptedException {
        FenceRow row = target.read(unit);
        states.accept(row);
        switch (row.state()) {
            case DRAINING, DRAINED -> undone(row.withState(FenceState.OPEN), row);
            case OPEN -> {
                if (row.phase() == Phase.SOURCE_REMOVED && row.capturing()) {
                    undone(row.withCapturing(false), row);
                }
                closeSource(row);
            }
            case CLOSED -> {
                FenceDocument document = source.read(unit);
                if (document.mode() == Mode.CLOSED) {
                    reopenSource(row, document);
                }
                follower.follow(row, properties.permitOver().multipliedBy(2));
            }
        }
    }

    private void record(Connection connection, FenceRow row) throws SQLException {
        if (moveLog.takenOver(connection, row.unit(), ACTION, row.state().code())) {
            return;
        }
        Audit.Attempt attempt = new Audit.Attempt(
                UUID.randomUUID(),
                row.unit(),
                ACTION,
                row.phase(),
                row.phase(),
                null,
                row.epoch(),
                Requester.named(ACTION),
                REASON);
        audit.write(
                connection,
                attempt,
                "done",
                Audit.Seen.of("found " + row.state().code()));
    }

    private void undone(FenceRow after, FenceRow before) throws SQLException {
        states.accept(target.flip(
                before.unit(), before.epoch(), row -> after.by(ACTION, REASON), this::record, properties.flipLimit()));
        events.count(Event.MOVE_TAKEN_OVER, before.unit());
        log.warn("Unit '{}' was left in the middle of a move; it was undone", before.unit());
    }

    /** First the row's epoch, so that a flip that is still under way fails; only then the source. */
    private void reopenSource(FenceRow row, FenceDocument closed) throws SQLException {
        states.accept(target.flip(row.unit(), row.epoch(), before -> before, this::record, properties.flipLimit()));
        if (source.replace(closed, closed.reopened())) {
            events.count(Event.MOVE_TAKEN_OVER, row.unit());
            log.warn("Unit '{}' was left in the middle of a move; MongoDB decides again", row.unit());
        }
    }

    /** The target decides and the source's fence is new: MongoDB came back empty, or another one. */
    private void closeSource(FenceRow row) {
        source.permit(row.unit())
                .filter(FenceDocument::mayReadSource)
                .ifPresent(open -> log.error(
                        "Unit '{}': PostgreSQL decides, and MongoDB's fence reads {}; closing it",
                        row.unit(),
                        open.mode()));
        FenceDocument document = source.read(row.unit());
        if (document.mode() != Mode.CLOSED) {
            source.replace(document, document.with(Mode.CLOSED));
        }
    }
}

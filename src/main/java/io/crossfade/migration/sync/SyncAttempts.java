package io.crossfade.migration.sync;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Registration;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Begins attempts to sync keys, each in one transaction and in the direction that the fence row gives. */
final class SyncAttempts {

    private final SyncTransaction transaction;
    private final SourceReads reads;
    private final SourceWrites writes;
    private final Registration registration;
    private final Quarantine quarantine;

    SyncAttempts(
            SyncTransaction transaction,
            SourceReads reads,
            SourceWrites writes,
            Registration registration,
            Quarantine quarantine) {
        this.transaction = transaction;
        this.reads = reads;
        this.writes = writes;
        this.registration = registration;
        this.quarantine = quarantine;
    }

    /** @param mostBytes of several documents, or rows, that are read at once */
    Attempt of(UnitMapping mapping, long mostBytes) {
        return new Attempt(mapping, mostBytes);
    }

    static boolean syncs(FenceRow row) {
        return row.phase().replicates() || row.capturing();
    }

    /** One attempt, made once. It tells afterwards what it tried to write, and whether that is over. */
    final class Attempt {

        private final UnitMapping mapping;
        private final long mostBytes;
        private final ToTarget toTarget;
        private final ToSource toSource;
        private BooleanSupplier over = () -> true;

        private Attempt(UnitMapping mapping, long mostBytes) {
            this.mapping = mapping;
            this.mostBytes = mostBytes;
            toTarget = new ToTarget(mapping, reads, quarantine, mostBytes);
            toSource = new ToSource(mapping, reads, quarantine, mostBytes);
        }

        ToTarget toTarget() {
            return toTarget;
        }

        ToSource toSource() {
            return toSource;
        }

        /** Whether none of its writes to the source may still have an effect; asked now or later. */
        BooleanSupplier over() {
            return over;
        }

        /** As of {@link ToSource#run}. */
        SyncResult run(Collection<String> keys, Set<String> clear, Map<String, Refusal> aside) throws SQLException {
            try (SourceWrites.Running running = writes.begin(mapping.name())) {
                over = running::isOver;
                AtomicReference<Registration.Answer> registered = new AtomicReference<>();
                return transaction.inLock(
                        mapping.name(),
                        keys,
                        pipeline -> {
                            TouchedBySync.note(pipeline, mapping.name(), keys);
                            registered.set(registration.ask(pipeline));
                        },
                        locked -> run(locked, Objects.requireNonNull(registered.get()), running, keys, clear, aside));
            }
        }

        private SyncResult run(
                SyncTransaction.Locked locked,
                Registration.Answer registered,
                SourceWrites.Running running,
                Collection<String> keys,
                Set<String> clear,
                Map<String, Refusal> aside)
                throws SQLException {
            FenceRow row = locked.row();
            if (!syncs(row)) {
                return new SyncResult(0, Set.of());
            }
            if (row.state().syncsToTarget()) {
                return toTarget.run(locked, keys, aside);
            }
            if (row.state().syncsToSource()) {
                registered.require();
                return toSource.run(locked, running, keys, clear, aside);
            }
            return LateWrites.note(mapping, locked.connection(), row, reads, keys, mostBytes);
        }
    }
}

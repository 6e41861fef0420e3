package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The source's fence of a service that runs as one instance: nobody else holds a permit, so the fence lies in memory. After
 * a restart it begins at {@link Mode#RELAXED}, which promises least, or CLOSED where the target is the authority. That no
 * second instance runs is the {@link InstanceGuard}'s business.
 */
final class SingleInstanceFence implements SourceFence, MoveListener {

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private static final class Entry {
        private volatile Permit permit = new Permit(1, Mode.RELAXED);
        private boolean closing;
        private int writes;
    }

    @Override
    public void standsAt(FenceRow row) {
        Entry entry = entry(row.unit());
        synchronized (entry) {
            boolean closed = entry.permit.mode() == Mode.CLOSED;
            if (row.phase().authority() == Side.TARGET && !closed) {
                change(entry, Mode.CLOSED);
            } else if (row.phase().isBefore(Phase.READ_SWITCH) && entry.permit.mode() != Mode.RELAXED) {
                change(entry, Mode.RELAXED);
            }
        }
    }

    @Override
    public Permit permit(String unit) {
        return entry(unit).permit;
    }

    @Override
    public Optional<Permit> beginWrite(String unit, long nanos) throws InterruptedException {
        Entry entry = entry(unit);
        long deadline = System.nanoTime() + nanos;
        synchronized (entry) {
            while (entry.closing || entry.permit.mode() == Mode.CLOSED) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return Optional.empty();
                }
                entry.wait(Math.max(1, left / 1_000_000));
            }
            entry.writes++;
            return Optional.of(entry.permit);
        }
    }

    @Override
    public void endWrite(String unit) {
        Entry entry = entry(unit);
        synchronized (entry) {
            entry.writes--;
            entry.notifyAll();
        }
    }

    @Override
    public boolean compareAndSet(String unit, long epoch, Mode mode) {
        Entry entry = entry(unit);
        synchronized (entry) {
            if (entry.permit.epoch() != epoch) {
                return false;
            }
            change(entry, mode);
            return true;
        }
    }

    @Override
    public Optional<Long> close(String unit, long epoch, Duration limit) throws InterruptedException {
        Entry entry = entry(unit);
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (entry) {
            entry.closing = true;
            try {
                while (entry.writes > 0) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    entry.wait(Math.max(1, left / 1_000_000));
                }
                if (entry.permit.epoch() != epoch) {
                    return Optional.empty();
                }
                change(entry, Mode.CLOSED);
                return Optional.of(entry.permit.epoch());
            } finally {
                entry.closing = false;
                entry.notifyAll();
            }
        }
    }

    @Override
    public void awaitRelaxedEverywhere(String unit) {
        // There is no other instance whose permit could outlive ours.
    }

    private static void change(Entry entry, Mode mode) {
        entry.permit = new Permit(entry.permit.epoch() + 1, mode);
        entry.notifyAll();
    }

    private Entry entry(String unit) {
        return entries.computeIfAbsent(unit, name -> new Entry());
    }
}

package io.crossfade.migration.control;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Instances that were taken for dead, as the audit is told of them: at once, or when the target, which keeps it, is back. */
final class Removals {

    private static final Logger log = LoggerFactory.getLogger(Removals.class);

    private final Audit audit;
    private final Duration silenceLimit;
    private final Queue<Audit.Attempt> unwritten = new ConcurrentLinkedQueue<>();

    Removals(Audit audit, Duration silenceLimit) {
        this.audit = audit;
        this.silenceLimit = silenceLimit;
    }

    /** How long one has to be silent to be taken for dead. */
    Duration silenceLimit() {
        return silenceLimit;
    }

    /** @param registry whose it was removed from */
    void note(String id, String address, String registry) {
        String what = "instance " + id + " at " + address + " gave no sign of life for " + silenceLimit.toSeconds()
                + " s and was removed from " + registry + " registry";
        log.warn("{}", what);
        unwritten.add(Audit.Attempt.of("*", "remove-instance", Requester.named("silence"), what));
    }

    /** Meant to be called every second or so. */
    void writeDown() {
        try {
            for (Audit.Attempt next = unwritten.peek(); next != null; next = unwritten.peek()) {
                audit.write(next, "done", null);
                unwritten.remove(next);
            }
        } catch (SQLException away) {
            log.debug("A removal waits to be audited: SQLSTATE {}", away.getSQLState());
        }
    }
}

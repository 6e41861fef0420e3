package io.crossfade.embedded.mongo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Makes the database misbehave while it runs. A fault is in force from the call that sets it until it is closed or
 * {@link #clear()}; of several that match a command all delays count, and of the others the one that was set first.
 * Safe for use by several threads.
 */
public final class Faults {

    private static final int NOT_WRITABLE_PRIMARY = 10107;

    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Oplog oplog;

    Faults(Oplog oplog) {
        this.oplog = oplog;
    }

    /** Refuses commands before they have any effect, as a member does that is not primary: drivers retry once. */
    public Fault refuse(Predicate<Command> which) {
        return refuse(which, NOT_WRITABLE_PRIMARY, "NotWritablePrimary");
    }

    /** Refuses commands with an error of your choice before they have any effect. */
    public Fault refuse(Predicate<Command> which, int code, String codeName) {
        return add(new Fault(which, new Effect.Refuse(code, codeName)));
    }

    /** Holds commands back before they have any effect; one with a shorter maxTimeMS fails at that time (error 50). */
    public Fault delay(Predicate<Command> which, Duration by) {
        return add(new Fault(which, new Effect.Delay(by)));
    }

    /** Drops the connection before the command has any effect. */
    public Fault dropBefore(Predicate<Command> which) {
        return add(new Fault(which, new Effect.DropBefore()));
    }

    /** Drops the connection after the command has had its effect: the reply is lost. */
    public Fault dropAfter(Predicate<Command> which) {
        return add(new Fault(which, new Effect.DropAfter()));
    }

    /** Forgets the oplog: every resume token and operation time so far, open change streams too, gives error 286. */
    public void loseHistory() {
        oplog.loseHistory();
    }

    /** Ends all faults. A command that is being held back goes on at the end of its delay. */
    public void clear() {
        faults.clear();
    }

    /** Narrows a choice to the first {@code count} commands that it matches. */
    public static Predicate<Command> first(int count, Predicate<Command> which) {
        AtomicLong left = new AtomicLong(count);
        return command -> which.test(command) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private Fault add(Fault fault) {
        faults.add(fault);
        return fault;
    }

    List<Effect> on(Command command) {
        return faults.stream()
                .filter(fault -> fault.hits(command))
                .map(fault -> fault.effect)
                .toList();
    }

    sealed interface Effect {
        record Refuse(int code, String codeName) implements Effect {}

        record Delay(Duration by) implements Effect {}

        record DropBefore() implements Effect {}

        record DropAfter() implements Effect {}
    }

    /** A fault in force; closing it ends it. */
    public final class Fault implements AutoCloseable {

        private final Predicate<Command> which;
        private final Effect effect;
        private final AtomicLong hits = new AtomicLong();

        private Fault(Predicate<Command> which, Effect effect) {
            this.which = which;
            this.effect = effect;
        }

        private boolean hits(Command command) {
            boolean hit = which.test(command);
            if (hit) {
                hits.incrementAndGet();
            }
            return hit;
        }

        /** How many commands it has struck so far. */
        public long hits() {
            return hits.get();
        }

        @Override
        public void close() {
            faults.remove(this);
        }
    }
}

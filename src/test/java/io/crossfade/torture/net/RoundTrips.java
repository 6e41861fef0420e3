package io.crossfade.torture.net;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a client waits for at PostgreSQL: each round trip ends with one ReadyForQuery. The connections must not be encrypted. */
public final class RoundTrips {

    private static final byte READY_FOR_QUERY = 'Z';
    private static final byte COMMAND_COMPLETE = 'C';

    /** The driver sends BEGIN ahead of the first statement and waits for both; no other command's tag is as long. */
    private static final int BEGIN = "BEGIN\0".length();

    private final AtomicInteger count = new AtomicInteger();

    /** Since the last call. */
    public int taken() {
        return count.getAndSet(0);
    }

    AnswerFilter filter() {
        boolean[] begun = {false};
        return new PostgresMessages((type, length) -> {
            if (type == COMMAND_COMPLETE && length == BEGIN) {
                begun[0] = true;
            } else if (type == READY_FOR_QUERY) {
                count.addAndGet(begun[0] ? 0 : 1);
                begun[0] = false;
            }
            return true;
        });
    }
}

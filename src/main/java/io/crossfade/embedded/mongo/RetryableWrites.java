package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a write that a driver sends twice (the first reply was lost) take effect once: the session's last write is
 * answered from memory when its number comes again. Only a write that was carried out is remembered.
 */
final class RetryableWrites {

    private static final int SESSIONS = 10_000;

    private final Map<Object, Session> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Session> eldest) {
            return size() > SESSIONS;
        }
    };

    Document once(Document command, Write write) throws InterruptedException {
        if (!(command.get("lsid") instanceof Document lsid) || !(command.get("txnNumber") instanceof Long number)) {
            return write.run();
        }
        Session session;
        synchronized (sessions) {
            session = sessions.computeIfAbsent(lsid.get("id"), id -> new Session());
        }
        return session.once(number, write);
    }

    interface Write {
        Document run() throws InterruptedException;
    }

    private static final class Session {

        private long lastNumber = Long.MIN_VALUE;
        private @Nullable Document reply;

        synchronized Document once(long number, Write write) throws InterruptedException {
            if (number < lastNumber) {
                throw new CommandFailure(
                        225,
                        "TransactionTooOld",
                        "Retryable write with txnNumber " + number + " is prohibited because a newer retryable write"
                                + " with txnNumber " + lastNumber + " has already started on this session.");
            }
            if (number > lastNumber || reply == null) {
                lastNumber = number;
                reply = null;
                reply = write.run();
            }
            return reply.clone();
        }
    }
}

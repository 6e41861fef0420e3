package io.crossfade.migration.control;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandSucceededEvent;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * Counts the writes of each thread that MongoDB has acknowledged. Of an operation that takes several commands, the failure of a
 * later one may say that nothing was written, which is true of that command alone.
 */
final class AcknowledgedWrites implements CommandListener {

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify", "bulkWrite");

    private final ThreadLocal<long[]> counts = ThreadLocal.withInitial(() -> new long[1]);

    /** So far. */
    long onThisThread() {
        return counts.get()[0];
    }

    /** The driver tells of it on the thread that has sent the command. */
    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        if (WRITES.contains(event.getCommandName()) && hasWritten(event.getResponse())) {
            counts.get()[0]++;
        }
    }

    private static boolean hasWritten(BsonDocument reply) {
        return !reply.isNumber("n") || reply.getNumber("n").intValue() != 0;
    }
}

package io.crossfade.migration.control;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoQueryException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of MongoDB says about the operation. Anything that leaves room for doubt is taken as unknown. */
final class MongoFailures {

    /** Codes by which a server says that it steps down, stops, or ran out of time: the write may be there or not. */
    private static final Set<Integer> DOUBTFUL =
            Set.of(6, 7, 50, 64, 89, 91, 189, 262, 9001, 10058, 10107, 11600, 11602, 13388, 13435, 13436);

    private MongoFailures() {}

    /** The driver's exception in the chain of causes, or null if the store did not fail. */
    static @Nullable MongoException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoException mongo) {
                return mongo;
            }
        }
        return null;
    }

    /** Whether the store refused the operation itself: it answered, and the answer is about the request. */
    static boolean isRefusal(MongoException failure) {
        boolean answered = failure instanceof MongoWriteException
                || failure instanceof MongoCommandException
                || failure instanceof MongoQueryException;
        return answered && !DOUBTFUL.contains(failure.getCode());
    }

    /** Whether nothing can have been written. The driver raises an earlier attempt's error over a failed server selection. */
    static boolean nothingWritten(MongoException failure) {
        return (failure instanceof MongoTimeoutException && !(failure instanceof MongoOperationTimeoutException))
                || failure.hasErrorLabel("NoWritesPerformed");
    }
}

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
public final class MongoFailures {

    /** Codes by which a server says that it steps down, stops, or ran out of time: the write may be there or not. */
    private static final Set<Integer> DOUBTFUL =
            Set.of(6, 7, 50, 64, 89, 91, 189, 262, 9001, 10058, 10107, 11600, 11601, 11602, 13388, 13435, 13436);

    private MongoFailures() {}

    enum Verdict {
        /** The store did not fail, or refused the operation itself: the caller's own business. */
        REFUSED,
        /** Nothing was written, for nothing was sent. */
        NOTHING_WRITTEN,
        /** The write may be there or not. */
        UNKNOWN
    }

    /** The class and code of MongoDB's failure behind this one; null if there is none. Its message may quote values. */
    public static @Nullable String summary(Throwable failure) {
        MongoException mongo = in(failure);
        return mongo == null ? null : mongo.getClass().getSimpleName() + " " + mongo.getCode();
    }

    static Verdict judge(Throwable failure) {
        MongoException mongo = in(failure);
        if (mongo == null || isRefusal(mongo)) {
            return Verdict.REFUSED;
        }
        // The driver raises an earlier attempt's error over a failed server selection.
        boolean neverSent =
                mongo instanceof MongoTimeoutException && !(mongo instanceof MongoOperationTimeoutException);
        return neverSent || mongo.hasErrorLabel("NoWritesPerformed") ? Verdict.NOTHING_WRITTEN : Verdict.UNKNOWN;
    }

    private static @Nullable MongoException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoException mongo) {
                return mongo;
            }
        }
        return null;
    }

    private static boolean isRefusal(MongoException failure) {
        boolean answered = failure instanceof MongoWriteException
                || failure instanceof MongoCommandException
                || failure instanceof MongoQueryException;
        return answered && !DOUBTFUL.contains(failure.getCode());
    }
}

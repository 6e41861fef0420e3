package io.crossfade.migration.control;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoQueryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of MongoDB says about the operation. Anything that leaves room for doubt is taken as unknown. */
public final class MongoFailures {

    private static final Set<Integer> NETWORK = Set.of(6, 7, 89, 145, 9001);
    private static final Set<Integer> NOT_PRIMARY = Set.of(133, 189, 216, 10058, 10107, 13388, 13435, 13436);
    private static final Set<Integer> INTERRUPTED = Set.of(91, 279, 355, 11600, 11601, 11602);
    private static final Set<Integer> OUT_OF_TIME = Set.of(24, 50, 202, 262, 290, 407);
    private static final Set<Integer> WRITE_CONCERN_NOT_MET = Set.of(64, 79, 100);
    private static final Set<Integer> READ_CONCERN_NOT_MET = Set.of(134, 187, 239, 246);
    private static final Set<Integer> CURSOR_LOST = Set.of(43, 96, 175, 234, 237, 314);
    private static final Set<Integer> IN_THE_WAY = Set.of(112, 215, 365, 371);
    private static final Set<Integer> OVERLOADED = Set.of(402, 433, 449, 462, 14031);

    /** These may last: the user is not let in, or may not do that; and whatever Atlas refuses of its own. */
    private static final Set<Integer> NOT_ADMITTED = Set.of(13, 18, 391, 8000);

    private static final List<Set<Integer>> PASSING = List.of(
            NETWORK,
            NOT_PRIMARY,
            INTERRUPTED,
            OUT_OF_TIME,
            WRITE_CONCERN_NOT_MET,
            READ_CONCERN_NOT_MET,
            CURSOR_LOST,
            IN_THE_WAY,
            OVERLOADED,
            NOT_ADMITTED);

    /** What servers and drivers call it, whatever its code. */
    private static final List<String> PASSING_LABELS =
            List.of("RetryableWriteError", "RetryableError", "SystemOverloadedError", "TransientTransactionError");

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

    /** Why MongoDB did not do what it was asked, without any value that it was asked about. */
    static String reason(Throwable failure) {
        MongoException mongo = in(failure);
        return switch (mongo) {
            case null -> "it does not answer";
            case MongoOperationTimeoutException slow -> "it took too long";
            case MongoTimeoutException away -> "no server answers that may be asked";
            case MongoSocketException lost -> "the connection was lost";
            default -> "error " + mongo.getCode();
        };
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

    /** Whether the server has answered, and refuses the command itself: the next attempt is refused as well. */
    public static boolean isRefusal(MongoException failure) {
        boolean answered = failure instanceof MongoWriteException
                || failure instanceof MongoCommandException
                || failure instanceof MongoQueryException;
        return answered
                && !isPassing(failure.getCode())
                && PASSING_LABELS.stream().noneMatch(failure::hasErrorLabel);
    }

    /**
     * Whether a server's error code tells of the server and this moment, and nothing of the document or the command. A write may be
     * there or not.
     */
    public static boolean isPassing(int code) {
        return PASSING.stream().anyMatch(codes -> codes.contains(code));
    }
}

package io.crossfade.migration.sync;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import io.crossfade.migration.control.PostgresFailures;
import java.sql.SQLException;

/** What a store's failure means for a sync. Summaries never repeat a driver's message: it may quote values. */
public final class Failures {

    private static final String LOCK_TIMEOUT = "55P03";

    private Failures() {}

    static boolean isForeignKey(SQLException failure) {
        return "23503".equals(PostgresFailures.state(failure));
    }

    static boolean isUnique(SQLException failure) {
        return "23505".equals(PostgresFailures.state(failure));
    }

    /** Whether it is the data that the store refuses: a bad value, or a broken constraint. */
    static boolean concernsData(SQLException failure) {
        String state = PostgresFailures.state(failure);
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    /** Whether the same attempt may succeed at once. */
    static boolean passing(SQLException failure) {
        return PostgresFailures.isContention(failure) || LOCK_TIMEOUT.equals(PostgresFailures.state(failure));
    }

    /** Whether a store did not get done in time, which it may with less to do. */
    static boolean tookTooLong(Exception failure) {
        return failure instanceof MongoOperationTimeoutException
                || failure instanceof MongoExecutionTimeoutException
                || (failure instanceof SQLException sql && "57014".equals(PostgresFailures.state(sql)));
    }

    /** Whether it tells of a store or of this moment, and nothing of the keys. */
    static boolean concernsTheMoment(Throwable failure) {
        return failure instanceof MongoException
                || failure instanceof SyncFailedException
                || Thread.currentThread().isInterrupted();
    }

    /** Where a fault of the program showed itself: its class and the place, without its message. */
    public static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + " at " + (trace.length == 0 ? "an unknown place" : trace[0]);
    }

    static String summary(Exception failure) {
        return switch (failure) {
            case SQLException sql -> "SQLSTATE " + PostgresFailures.state(sql);
            case MongoException mongo -> mongo.getClass().getSimpleName() + " " + mongo.getCode();
            default -> failure.getClass().getSimpleName();
        };
    }
}

package io.crossfade.migration.sync;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketOpenException;
import io.crossfade.migration.control.MongoFailures;
import io.crossfade.migration.control.PostgresFailures;
import java.sql.SQLException;
import java.util.Set;

/** What a store's failure means for a sync. Summaries never repeat a driver's message: it may quote values. */
public final class Failures {

    private static final String LOCK_TIMEOUT = "55P03";

    /** The statement's limit, the connection's end. */
    private static final Set<String> TOO_LONG = Set.of("57014", "08006");

    /** A fault of the server's own, as on a value too large for its memory. */
    private static final String INTERNAL = "XX000";

    /** Values, constraints, limits of one statement, views' checks, and what a trigger raises. */
    private static final Set<String> DATA = Set.of("21", "22", "23", "44", "54", "P0");

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
        return DATA.stream().anyMatch(state::startsWith);
    }

    /** Whether the same attempt may succeed at once. */
    static boolean passing(SQLException failure) {
        return PostgresFailures.isContention(failure) || LOCK_TIMEOUT.equals(PostgresFailures.state(failure));
    }

    /**
     * Whether a store did not get done in time, which it may with less to do. A connection lost on the way to an answer is one of
     * these: the driver says no more when its socket's limit is over.
     */
    static boolean tookTooLong(Exception failure) {
        return failure instanceof MongoOperationTimeoutException
                || failure instanceof MongoExecutionTimeoutException
                || (failure instanceof MongoSocketException && !(failure instanceof MongoSocketOpenException))
                || (failure instanceof SQLException sql && TOO_LONG.contains(PostgresFailures.state(sql)));
    }

    /** Whether one key can cause it, as well as a store. */
    static boolean mayLieInOneKey(Exception failure) {
        return tookTooLong(failure)
                || (failure instanceof MongoException mongo && MongoFailures.isRefusal(mongo))
                || (failure instanceof SQLException sql && INTERNAL.equals(PostgresFailures.state(sql)));
    }

    /** Whether it tells of a store, of this moment or of this program's memory and classes, and nothing of the keys. */
    public static boolean concernsTheMoment(Throwable failure) {
        return failure instanceof MongoException
                || failure instanceof SyncFailedException
                || (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError))
                || failure instanceof LinkageError
                || isOfAClosedClient(failure)
                || Thread.currentThread().isInterrupted();
    }

    /** The driver's own checks of its state; none looks at a document. */
    private static boolean isOfAClosedClient(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof IllegalStateException
                && trace.length > 0
                && trace[0].getClassName().startsWith("com.mongodb.");
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

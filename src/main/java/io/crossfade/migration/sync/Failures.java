package io.crossfade.migration.sync;

import com.mongodb.MongoException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;

/** What a store's failure means for a sync. Summaries never repeat a driver's message: it may quote values. */
public final class Failures {

    private static final Set<String> PASSING = Set.of(
            "40001", // serialization failure
            "40P01", // deadlock
            "55P03"); // lock timeout

    private Failures() {}

    static boolean isForeignKey(SQLException failure) {
        return "23503".equals(state(failure));
    }

    static boolean isUnique(SQLException failure) {
        return "23505".equals(state(failure));
    }

    /** Whether it is the data that the store refuses: a bad value, or a broken constraint. */
    static boolean concernsData(SQLException failure) {
        String state = state(failure);
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    /** Whether the same attempt may succeed at once. */
    static boolean passing(SQLException failure) {
        return PASSING.contains(state(failure));
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
            case SQLException sql -> "SQLSTATE " + state(sql);
            case MongoException mongo -> mongo.getClass().getSimpleName() + " " + mongo.getCode();
            default -> failure.getClass().getSimpleName();
        };
    }

    private static String state(SQLException failure) {
        SQLException told = failure;
        while (told instanceof BatchUpdateException && told.getNextException() != null) {
            told = told.getNextException();
        }
        String state = told.getSQLState();
        return state == null ? "" : state;
    }
}

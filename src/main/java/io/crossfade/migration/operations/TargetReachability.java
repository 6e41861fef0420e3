package io.crossfade.migration.operations;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether the target answers. Asked at most once in {@link #FRESH}, for what an operator looks at is made of many questions, and a
 * target that is away costs each of them seconds.
 */
final class TargetReachability {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int LIMIT_SECONDS = 1;

    private final DataSource target;
    private final LongSupplier ticker;
    private @Nullable Answer known;

    private record Answer(boolean answers, long at) {}

    /** @param ticker nanoseconds that only grow */
    TargetReachability(DataSource target, LongSupplier ticker) {
        this.target = target;
        this.ticker = ticker;
    }

    /** Asks something of the target. */
    interface Question<T> {
        T ask() throws SQLException;
    }

    synchronized boolean answers() {
        Answer answer = known;
        if (answer == null || ticker.getAsLong() - answer.at > FRESH.toNanos()) {
            answer = new Answer(ping(), ticker.getAsLong());
            known = answer;
        }
        return answer.answers;
    }

    /** The question's answer; null if the target cannot be asked. One that fails is as good as a look. */
    <T> @Nullable T told(Question<T> question) {
        if (!answers()) {
            return null;
        }
        try {
            return question.ask();
        } catch (SQLException away) {
            failed();
            return null;
        }
    }

    private synchronized void failed() {
        known = new Answer(false, ticker.getAsLong());
    }

    private boolean ping() {
        try (Connection connection = target.getConnection()) {
            return connection.isValid(LIMIT_SECONDS);
        } catch (SQLException away) {
            return false;
        }
    }
}

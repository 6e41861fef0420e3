package io.crossfade.migration.verify;

import io.crossfade.migration.Side;
import io.crossfade.migration.control.Barrier;
import io.crossfade.migration.control.UnitStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Lets the feeds bring over what was changed before, whichever store decides. */
final class Settling implements Predicate<String> {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 50;

    private final UnitStates states;
    private final Barrier barrier;
    private final DataSource dataSource;

    Settling(UnitStates states, Barrier barrier, DataSource dataSource) {
        this.states = states;
        this.barrier = barrier;
        this.dataSource = dataSource;
    }

    @Override
    public boolean test(String unit) {
        if (states.get(unit).phase().authority() == Side.SOURCE) {
            return barrier.follows(unit) && barrier.awaitSourceMark(unit, LIMIT);
        }
        try {
            return outboxPasses(unit);
        } catch (SQLException away) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean outboxPasses(String unit) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (Connection connection = dataSource.getConnection()) {
            long last = number(connection, "SELECT coalesce(max(seq), 0) FROM crossfade.outbox WHERE unit = ?", unit);
            String left = "SELECT count(*) FROM crossfade.outbox WHERE unit = ? AND seq <= " + last;
            while (number(connection, left, unit) > 0) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            return true;
        }
    }

    private static long number(Connection connection, String sql, String unit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, unit);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}

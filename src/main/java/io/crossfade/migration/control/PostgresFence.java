package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The fence in PostgreSQL: one row per unit, guarded by an advisory lock. Whoever acts on the unit's table takes the lock
 * shared and only then, in a statement of its own, reads the row; whoever flips the row takes the lock exclusively. The
 * order matters: read in one statement, or under REPEATABLE READ, the row is seen as it was before the lock.
 */
public final class PostgresFence {

    /** The advisory lock space (first of the two integers) of the unit locks. */
    public static final int UNIT_LOCKS = 0x43460001;

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Duration LOCK_ATTEMPT = Duration.ofMillis(250);

    /** How long the exclusive lock may be held by one who says nothing: his machine may be gone, and all others wait. */
    private static final Duration LOCK_HELD = Duration.ofSeconds(3);

    private static final String COLUMNS = "name, number, epoch, state, recording, capturing, phase, percent,"
            + " changed_at, changed_by, reason, retain_until, feed_only, (SELECT id FROM crossfade.installation)";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM crossfade.unit";

    private final DataSource dataSource;
    private final Installation installation;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    /** @param installation the one whose rows alone count */
    public PostgresFence(DataSource dataSource, Installation installation) {
        this.dataSource = dataSource;
        this.installation = installation;
    }

    /** The one whose stores the fence's callers act on. */
    public Installation installation() {
        return installation;
    }

    /** Something to be done under the exclusive lock, in the flip's transaction; what it throws undoes the flip. */
    public interface UnderLock {
        void run(Connection connection, FenceRow before) throws SQLException;
    }

    /** Makes sure that each unit has its row, at the first phase. */
    public void register(List<String> units, Set<String> feedOnly) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO crossfade.unit AS known (name, feed_only) VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
                                + " SET feed_only = excluded.feed_only WHERE known.feed_only <> excluded.feed_only")) {
            for (String unit : units) {
                insert.setString(1, unit);
                insert.setBoolean(2, feedOnly.contains(unit));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** All rows. Names a unit of this version or of another. */
    public List<FenceRow> readAll() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SELECT)) {
            List<FenceRow> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row(rows));
            }
            return all;
        }
    }

    /** The row as committed now, without any lock. */
    public FenceRow read(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return read(connection, unit);
        }
    }

    /** The row as this connection sees it now, without any lock. */
    public FenceRow read(Connection connection, String unit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE name = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                return only(rows, unit);
            }
        }
    }

    private FenceRow only(ResultSet rows, String unit) throws SQLException {
        if (!rows.next()) {
            throw new IllegalStateException("Unit '" + unit + "' has no row in crossfade.unit");
        }
        return row(rows);
    }

    /**
     * Takes the unit's lock shared until the end of the connection's transaction, then reads the row. The caller is in a READ
     * COMMITTED transaction and must not go on unless the row allows what it is about to do.
     */
    public FenceRow enter(Connection connection, String unit) throws SQLException {
        AtomicReference<FenceRow> row = new AtomicReference<>();
        Pipeline both = new Pipeline();
        enter(both, unit, row::set);
        both.run(connection);
        return Objects.requireNonNull(row.get());
    }

    /** As {@link #enter}, with whatever else is to be done in that order. */
    public void enter(Pipeline pipeline, String unit, Consumer<FenceRow> then) {
        pipeline.add(
                "SELECT pg_advisory_xact_lock_shared(?, number) FROM crossfade.unit WHERE name = ?", UNIT_LOCKS, unit);
        pipeline.read(SELECT + " WHERE name = ?", rows -> then.accept(only(rows, unit)), unit);
    }

    /**
     * Changes the row by compare-and-set on its epoch, under the exclusive lock. A waiting exclusive lock holds back all new
     * shared ones, so each attempt to get it is short; between attempts the others go on.
     *
     * @return the row as written
     * @throws StaleEpochException if the row no longer stands at that epoch
     * @throws FlipTimeoutException if the lock was not to be had within the limit
     */
    public FenceRow flip(String unit, long epoch, UnaryOperator<FenceRow> change, UnderLock underLock, Duration limit)
            throws SQLException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    FenceRow flipped = flip(connection, unit, epoch, change, underLock);
                    connection.commit();
                    return flipped;
                } catch (SQLException | RuntimeException failure) {
                    connection.rollback();
                    if (!(failure instanceof SQLException sql) || !LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                        throw failure;
                    }
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new FlipTimeoutException(unit, limit);
            }
            pause();
        }
    }

    private FenceRow flip(
            Connection connection, String unit, long epoch, UnaryOperator<FenceRow> change, UnderLock underLock)
            throws SQLException {
        int number = number(connection, unit);
        try (Statement lock = connection.createStatement()) {
            lock.execute("SET LOCAL lock_timeout = " + LOCK_ATTEMPT.toMillis()
                    + "; SET LOCAL idle_in_transaction_session_timeout = " + LOCK_HELD.toMillis()
                    + "; SELECT pg_advisory_xact_lock(" + UNIT_LOCKS + ", " + number + ")");
        }
        FenceRow before = read(connection, unit);
        if (before.epoch() != epoch) {
            throw new StaleEpochException(unit, epoch, before.epoch());
        }
        underLock.run(connection, before);
        FenceRow written = write(connection, change.apply(before), epoch);
        if (before.capturing() && !written.capturing()) {
            emptyOutbox(connection, unit);
        }
        return written;
    }

    private FenceRow write(Connection connection, FenceRow row, long epoch) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE crossfade.unit SET epoch = epoch + 1, state = ?, recording = ?,"
                        + " capturing = ?, phase = ?, percent = ?, changed_at = now(), changed_by = ?, reason = ?,"
                        + " retain_until = ? WHERE name = ? AND epoch = ? RETURNING " + COLUMNS
                        + "; NOTIFY crossfade")) {
            update.setString(1, row.state().code());
            update.setBoolean(2, row.recording());
            update.setBoolean(3, row.capturing());
            update.setString(4, row.phase().code());
            update.setInt(5, row.percent());
            update.setString(6, row.changedBy());
            update.setString(7, row.reason());
            update.setTimestamp(8, row.retainUntil() == null ? null : Timestamp.from(row.retainUntil()));
            update.setString(9, row.unit());
            update.setLong(10, epoch);
            update.execute();
            try (ResultSet written = update.getResultSet()) {
                if (written.next()) {
                    return row(written);
                }
            }
        }
        throw new StaleEpochException(
                row.unit(), epoch, read(connection, row.unit()).epoch());
    }

    /** Nothing follows the unit any more; when something does again, all keys are compared or copied first. */
    private static void emptyOutbox(Connection connection, String unit) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM crossfade.outbox WHERE unit = ?")) {
            delete.setString(1, unit);
            delete.executeUpdate();
        }
    }

    private int number(Connection connection, String unit) throws SQLException {
        Integer known = numbers.get(unit);
        if (known == null) {
            known = read(connection, unit).number();
            numbers.put(unit, known);
        }
        return known;
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(10, 50));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a unit's lock", interrupted);
        }
    }

    private FenceRow row(ResultSet rows) throws SQLException {
        Phase phase = phase(rows);
        installation.rowSays(rows.getObject(14, UUID.class), phase != Phase.SOURCE);
        return new FenceRow(
                rows.getString(1),
                rows.getInt(2),
                rows.getLong(3),
                FenceState.ofCode(rows.getString(4)),
                rows.getBoolean(5),
                rows.getBoolean(6),
                phase,
                rows.getInt(8),
                rows.getTimestamp(9).toInstant(),
                rows.getString(10),
                rows.getString(11),
                instant(rows.getTimestamp(12)),
                rows.getBoolean(13));
    }

    private static Phase phase(ResultSet rows) throws SQLException {
        try {
            return Phase.ofCode(rows.getString(7));
        } catch (IllegalArgumentException newer) {
            throw new UnknownPhaseException(rows.getString(1), rows.getString(7));
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}

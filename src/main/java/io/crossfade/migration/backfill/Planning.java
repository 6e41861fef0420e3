package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Divides a unit into chunks of about equal bytes. Where the bounds lie need not be exact, as the first and last chunk have open
 * ends and every bound is an {@code _id} in the source's own order. All chunks are written in one transaction, or none.
 */
final class Planning {

    private static final int LOCKS = 0x43460010;
    private static final int BATCH = 500;

    private final DataSource dataSource;
    private final Chunks chunks;
    private final SourceSample source;

    Planning(DataSource dataSource, Chunks chunks, SourceSample source) {
        this.dataSource = dataSource;
        this.chunks = chunks;
        this.source = source;
    }

    /** @return false if somebody else plans the unit now, or the run is no longer the unit's */
    boolean plan(UnitMapping mapping, Runs.Run run, SourceSample.Size size) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean planned =
                        lock(connection, run) && isUnplanned(connection, run) && write(connection, mapping, run, size);
                if (planned) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return planned;
            } catch (Exception failure) {
                connection.rollback();
                throw failure;
            }
        }
    }

    private boolean write(Connection connection, UnitMapping mapping, Runs.Run run, SourceSample.Size size)
            throws Exception {
        chunks.deleteAll(connection, run.unit());
        try (PreparedStatement insert = chunks.prepareAdd(connection)) {
            Divider divider = new Divider(run, insert);
            source.each(mapping, size, run.size(), divider::next);
            divider.end();
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE crossfade.backfill SET planned = true WHERE unit = ? AND run = ?"
                        + " AND state IN ('running', 'paused')")) {
            update.setString(1, run.unit());
            update.setLong(2, run.run());
            return update.executeUpdate() == 1;
        }
    }

    /** Whether nobody else plans this unit, until the end of the transaction. */
    private static boolean lock(Connection connection, Runs.Run run) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "SELECT pg_try_advisory_xact_lock(?, number) FROM crossfade.unit WHERE name = ?")) {
            lock.setInt(1, LOCKS);
            lock.setString(2, run.unit());
            try (ResultSet rows = lock.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static boolean isUnplanned(Connection connection, Runs.Run run) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT FROM crossfade.backfill WHERE unit = ? AND run = ? AND NOT planned")) {
            select.setString(1, run.unit());
            select.setLong(2, run.run());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private final class Divider {

        private final Runs.Run run;
        private final PreparedStatement insert;
        private @Nullable BsonValue lower;
        private double documents;
        private double bytes;
        private int number;

        Divider(Runs.Run run, PreparedStatement insert) {
            this.run = run;
            this.insert = insert;
        }

        void next(SourceSample.Piece piece) throws SQLException {
            boolean full = documents + piece.documents() > run.size().documents()
                    || bytes + piece.bytes() > run.size().bytes();
            if (full && documents > 0) {
                add(piece.id());
                lower = piece.id();
                documents = 0;
                bytes = 0;
            }
            documents += piece.documents();
            bytes += piece.bytes();
        }

        void end() throws SQLException {
            add(null);
            insert.executeBatch();
        }

        private void add(@Nullable BsonValue upper) throws SQLException {
            chunks.add(insert, run.unit(), ++number, lower, upper);
            if (number % BATCH == 0) {
                insert.executeBatch();
            }
        }
    }
}

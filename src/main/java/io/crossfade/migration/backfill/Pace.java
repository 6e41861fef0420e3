package io.crossfade.migration.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How fast a unit's backfill may go, over all workers of all instances together. Each chunk is paid for after it was copied: until
 * then nobody begins another. So no transaction is held open to go slowly, and a new limit holds from the next chunk on.
 */
final class Pace {

    private final DataSource dataSource;
    private final Politeness politeness;

    Pace(DataSource dataSource, Politeness politeness) {
        this.dataSource = dataSource;
        this.politeness = politeness;
    }

    /** What of the harm that a copy may do this instance cannot see, and why; null if it sees all. */
    @Nullable
    String unseen() {
        return politeness.unseen();
    }

    /** @param rows per second, null for no limit; and so the bytes of documents */
    void limit(String unit, @Nullable Long rows, @Nullable Long bytes) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE crossfade.backfill"
                        + " SET rows_per_second = ?, bytes_per_second = ?, paced_until = NULL WHERE unit = ?")) {
            set(update, 1, rows);
            set(update, 2, bytes);
            update.setString(3, unit);
            update.executeUpdate();
        }
    }

    /** A chunk of so many rows and bytes was copied in so many seconds. */
    void charge(String unit, long rows, long bytes, double seconds) throws SQLException {
        double rest = seconds * politeness.restPerWork();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE crossfade.backfill SET slowed_by = ?, slowed_at = now(),"
                                + " paced_until = greatest(paced_until, clock_timestamp()) + greatest(?,"
                                + " coalesce(? / nullif(rows_per_second, 0)::float8, 0),"
                                + " coalesce(? / nullif(bytes_per_second, 0)::float8, 0)) * interval '1 second'"
                                + " WHERE unit = ? AND (rows_per_second > 0 OR bytes_per_second > 0 OR ? > 0"
                                + " OR slowed_by IS NOT NULL)")) {
            update.setString(1, politeness.reason());
            update.setDouble(2, rest);
            update.setDouble(3, rows);
            update.setDouble(4, bytes);
            update.setString(5, unit);
            update.setDouble(6, rest);
            update.executeUpdate();
        }
    }

    private static void set(PreparedStatement update, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            update.setNull(index, Types.BIGINT);
        } else {
            update.setLong(index, value);
        }
    }
}

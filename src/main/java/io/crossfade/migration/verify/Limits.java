package io.crossfade.migration.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How fast each unit's verifications may go: this one, and those to come. */
final class Limits {

    private final DataSource dataSource;

    Limits(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Rows per second; null: no limit. */
    @Nullable
    Long get(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT rows_per_second FROM crossfade.verification_limit WHERE unit = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? (Long) rows.getLong(1) : null;
            }
        }
    }

    void set(String unit, @Nullable Long rowsPerSecond) throws SQLException {
        String sql = rowsPerSecond == null
                ? "DELETE FROM crossfade.verification_limit WHERE unit = ?"
                : "INSERT INTO crossfade.verification_limit (unit, rows_per_second) VALUES (?, ?)"
                        + " ON CONFLICT (unit) DO UPDATE SET rows_per_second = excluded.rows_per_second";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement change = connection.prepareStatement(sql)) {
            change.setString(1, unit);
            if (rowsPerSecond != null) {
                change.setLong(2, rowsPerSecond);
            }
            change.executeUpdate();
        }
    }
}

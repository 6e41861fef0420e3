package io.crossfade.migration.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import javax.sql.DataSource;

/** How fast each unit's verifications may go: this one, and those to come. */
final class Limits {

    private final DataSource dataSource;

    Limits(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    VerificationLimit get(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT rows_per_second, bytes_per_second FROM crossfade.verification_limit WHERE unit = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? new VerificationLimit(rows.getObject(1, Long.class), rows.getObject(2, Long.class))
                        : VerificationLimit.NONE;
            }
        }
    }

    void set(String unit, VerificationLimit limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement upsert = connection.prepareStatement(
                        "INSERT INTO crossfade.verification_limit (unit, rows_per_second, bytes_per_second) VALUES (?, ?, ?)"
                                + " ON CONFLICT (unit) DO UPDATE SET rows_per_second = excluded.rows_per_second,"
                                + " bytes_per_second = excluded.bytes_per_second")) {
            upsert.setString(1, unit);
            upsert.setObject(2, limit.rowsPerSecond(), Types.BIGINT);
            upsert.setObject(3, limit.bytesPerSecond(), Types.BIGINT);
            upsert.executeUpdate();
        }
    }
}

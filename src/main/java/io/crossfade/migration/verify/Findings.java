package io.crossfade.migration.verify;

import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.sync.Quarantine;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The differences that runs found. Of a run that finds very many, the first ones are kept; its counts stay whole. */
final class Findings {

    private static final int MOST = 10_000;

    private final DataSource dataSource;

    Findings(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** In the transaction that saves the run's counts. */
    static void add(Connection connection, long run, List<Finding> findings) throws SQLException {
        if (findings.isEmpty() || count(connection, run) >= MOST) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO crossfade.verification_finding (run, unit, key, kind, columns, repaired)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (Finding finding : findings) {
                insert.setLong(1, run);
                insert.setString(2, finding.unit());
                insert.setString(3, finding.key());
                insert.setString(4, finding.kind().name().toLowerCase(Locale.ROOT));
                insert.setArray(
                        5, connection.createArrayOf("text", finding.columns().toArray()));
                insert.setBoolean(6, finding.repaired());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Those of the unit's last run, by key.
     *
     * @param after the last key of those before, or its {@linkplain Quarantine#place place}
     */
    List<Finding> list(String unit, @Nullable String after, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "WITH found AS (SELECT unit, key, kind, columns, repaired FROM crossfade.verification_finding"
                                + " WHERE run = (SELECT max(run) FROM crossfade.verification WHERE unit = ?))"
                                + " SELECT * FROM found WHERE key > coalesce((SELECT key FROM found WHERE md5(key) = ?), ?)"
                                + " ORDER BY key LIMIT ?")) {
            String last = after == null ? "" : after;
            select.setString(1, unit);
            select.setString(2, last);
            select.setString(3, last);
            select.setInt(4, limit);
            List<Finding> findings = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Array columns = rows.getArray(4);
                    findings.add(new Finding(
                            rows.getString(1),
                            rows.getString(2),
                            Difference.Kind.valueOf(rows.getString(3).toUpperCase(Locale.ROOT)),
                            Arrays.asList((String[]) columns.getArray()),
                            rows.getBoolean(5)));
                }
            }
            return findings;
        }
    }

    /** Those of the keys that stand in the quarantine. */
    Set<String> quarantined(String unit, List<String> keys) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT key FROM crossfade.quarantine WHERE unit = ? AND key = ANY (?)")) {
            select.setString(1, unit);
            select.setArray(2, connection.createArrayOf("text", keys.toArray()));
            Set<String> quarantined = new HashSet<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    quarantined.add(rows.getString(1));
                }
            }
            return quarantined;
        }
    }

    private static long count(Connection connection, long run) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT count(*) FROM crossfade.verification_finding WHERE run = ?")) {
            select.setLong(1, run);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}

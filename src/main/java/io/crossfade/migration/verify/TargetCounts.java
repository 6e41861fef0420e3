package io.crossfade.migration.verify;

import io.crossfade.migration.Column;
import io.crossfade.migration.KeyText;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a check asks of the rows. Each question ends after the limit. */
final class TargetCounts {

    private static final String CANCELED = "57014";

    /** A larger table is drawn from by a sample of its rows, for sorting all of them takes long. */
    private static final long SORTED = 100_000;

    private final DataSource dataSource;
    private final Duration limit;

    TargetCounts(DataSource dataSource, Duration limit) {
        this.dataSource = dataSource;
        this.limit = limit;
    }

    StoreCheck.Count count(UnitMapping mapping) throws SQLException {
        Long exact = inTime("SELECT count(*) FROM " + mapping.table());
        return exact == null ? new StoreCheck.Count(estimate(mapping), false) : new StoreCheck.Count(exact, true);
    }

    private long estimate(UnitMapping mapping) throws SQLException {
        return number(
                "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = '" + mapping.table() + "'::regclass");
    }

    /** Rows that refer to none of the parent's; null if that takes too long. */
    @Nullable
    Long orphans(UnitMapping mapping, Column reference, UnitMapping parent) throws SQLException {
        return inTime("SELECT count(*) FROM " + mapping.table() + " child WHERE child." + reference.name()
                + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + parent.table() + " parent WHERE parent.id = child."
                + reference.name() + ")");
    }

    /** Keys drawn at random; fewer if there are fewer rows. */
    List<String> draw(UnitMapping mapping, int keys) throws SQLException {
        long rows = estimate(mapping);
        String sampled = rows > SORTED ? " TABLESAMPLE BERNOULLI (" + Math.min(100.0, 400.0 * keys / rows) + ")" : "";
        return keys("SELECT id FROM " + mapping.table() + sampled + " ORDER BY random() LIMIT " + keys, null);
    }

    /** Keys of rows whose column has that value. */
    List<String> find(UnitMapping mapping, Column column, String value, int most) throws SQLException {
        return keys("SELECT id FROM " + mapping.table() + " WHERE " + column.name() + " = ? LIMIT " + most, value);
    }

    boolean has(UnitMapping mapping, String key) throws SQLException {
        return number("SELECT count(*) FROM " + mapping.table() + " WHERE id = '" + KeyText.uuid(key) + "'") > 0;
    }

    private List<String> keys(String sql, @Nullable String value) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = limited(connection, sql)) {
            if (value != null) {
                select.setString(1, value);
            }
            List<String> keys = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(Ids.text(rows.getObject(1, UUID.class)));
                }
            }
            return keys;
        }
    }

    private @Nullable Long inTime(String sql) throws SQLException {
        try {
            return number(sql);
        } catch (SQLException failure) {
            if (CANCELED.equals(failure.getSQLState())) {
                return null;
            }
            throw failure;
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = limited(connection, sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private PreparedStatement limited(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
        return statement;
    }
}

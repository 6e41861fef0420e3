package io.crossfade.migration.verify;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.migration.mapping.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Rows in id order, page by page: no transaction is held open meanwhile, and one can go on behind any id. */
final class TargetPages {

    private final DataSource dataSource;

    TargetPages(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The first so many rows of a range behind an id; fewer only at the end.
     *
     * @param upTo the last id that is asked for; null: the range's end
     */
    List<Row> read(UnitMapping mapping, Range range, @Nullable UUID after, @Nullable UUID upTo, int size)
            throws SQLException {
        if (!range.pass().hasRows()) {
            return List.of();
        }
        PostgresRows rows = new PostgresRows(mapping);
        StringBuilder sql = new StringBuilder(rows.selectSql())
                .append(" WHERE ")
                .append(range.pass() == Pass.OBJECT_IDS ? "" : "NOT ")
                .append("crossfade.embeds_object_id(id)");
        List<UUID> bounds = new ArrayList<>();
        if (after != null) {
            add(sql, bounds, " AND id > ?", after);
        } else {
            add(sql, bounds, " AND id >= ?", key(range.from()));
        }
        add(sql, bounds, " AND id < ?", key(range.to()));
        add(sql, bounds, " AND id <= ?", upTo);
        sql.append(" ORDER BY id LIMIT ").append(size);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < bounds.size(); i++) {
                select.setObject(i + 1, bounds.get(i));
            }
            List<Row> page = new ArrayList<>();
            try (ResultSet results = select.executeQuery()) {
                while (results.next()) {
                    page.add(rows.read(results));
                }
            }
            return page;
        }
    }

    private static @Nullable UUID key(@Nullable BsonValue bound) {
        return bound == null ? null : Range.sortKey(bound);
    }

    private static void add(StringBuilder sql, List<UUID> bounds, String condition, @Nullable UUID bound) {
        if (bound != null) {
            sql.append(condition);
            bounds.add(bound);
        }
    }
}

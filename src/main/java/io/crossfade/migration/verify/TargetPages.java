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
import org.jspecify.annotations.Nullable;

/** Rows in id order, page by page: no transaction is held open meanwhile, and one can go on behind any id. */
final class TargetPages {

    private final DataSource dataSource;

    TargetPages(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The first so many rows of a pass behind an id; fewer only at the end of the pass. */
    List<Row> read(UnitMapping mapping, Pass pass, @Nullable UUID after, int size) throws SQLException {
        if (!pass.hasRows()) {
            return List.of();
        }
        PostgresRows rows = new PostgresRows(mapping);
        String sql = rows.selectSql() + " WHERE " + (pass == Pass.OBJECT_IDS ? "" : "NOT ")
                + "crossfade.embeds_object_id(id)" + (after == null ? "" : " AND id > ?") + " ORDER BY id LIMIT "
                + size;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            if (after != null) {
                select.setObject(1, after);
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
}

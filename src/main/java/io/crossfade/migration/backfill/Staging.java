package io.crossfade.migration.backfill;

import static java.util.stream.Collectors.joining;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.mapping.PostgresRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A chunk as it was read, in a temporary table without constraints that ends with the transaction. Rows that the unit's
 * table would refuse are left out, so that they do not stop the others; a sync by key finds out what is to be done.
 */
final class Staging {

    private static final String ROWS = "pg_temp.backfill_staging";
    private static final String LEFT_OUT = "pg_temp.backfill_left_out";

    private final Connection connection;
    private final UnitMapping mapping;
    private final Units units;
    private final String table;
    private final String columns;

    /** Creates the table. */
    Staging(Connection connection, UnitMapping mapping, Units units, PostgresRows rows) throws SQLException {
        this.connection = connection;
        this.mapping = mapping;
        this.units = units;
        table = quoted(mapping.table());
        columns = rows.columnList();
        execute("CREATE TEMP TABLE backfill_staging ON COMMIT DROP AS SELECT " + columns + " FROM " + table
                + " WITH NO DATA");
        execute("CREATE TEMP TABLE backfill_left_out (id UUID) ON COMMIT DROP");
    }

    String copySql() {
        return "COPY " + ROWS + " (" + columns + ") FROM STDIN";
    }

    /** Documents of the chunk that have no row here: what the table holds for them is none of the merge's business. */
    void leaveOut(Collection<UUID> ids) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + LEFT_OUT + " SELECT unnest(?::uuid[])")) {
            insert.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            insert.executeUpdate();
        }
        execute("ANALYZE " + ROWS);
    }

    /** Deletes the rows of those ranges that have no document in the chunk. */
    void deleteOthers(List<IdRange> ranges) throws SQLException {
        for (IdRange range : ranges) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + table + " t WHERE " + isOther(range))) {
                range.bind(delete);
                delete.executeUpdate();
            }
        }
    }

    /** Hands over, in batches, the ids of the rows of those ranges that have no document in the chunk. */
    void others(List<IdRange> ranges, Batches<UUID> batches) throws SQLException {
        for (IdRange range : ranges) {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT t.id FROM " + table + " t WHERE " + isOther(range))) {
                range.bind(select);
                Batches.read(select, batches);
            }
        }
    }

    private static String isOther(IdRange range) {
        return range.condition("t.id") + " AND NOT EXISTS (SELECT FROM " + ROWS + " s WHERE s.id = t.id)"
                + " AND NOT EXISTS (SELECT FROM " + LEFT_OUT + " l WHERE l.id = t.id)";
    }

    /** Leaves out the rows that the table would refuse; returns their ids. */
    List<UUID> leaveOutUnfit() throws SQLException {
        List<UUID> unfit = new ArrayList<>();
        unfit.addAll(take("s.id IN (SELECT id FROM " + ROWS + " GROUP BY id HAVING count(*) > 1)"));
        for (Column column : mapping.columns()) {
            if (column.references() != null) {
                String name = quoted(column.name());
                unfit.addAll(take("s." + name + " IS NOT NULL AND NOT EXISTS (SELECT FROM "
                        + quoted(units.get(column.references()).table()) + " p WHERE p.id = s." + name + ")"));
            }
        }
        for (List<String> unique : mapping.uniques()) {
            String names = unique.stream().map(Staging::quoted).collect(joining(", "));
            unfit.addAll(take("(" + of("s", unique) + ") IN (SELECT " + names + " FROM " + ROWS + " GROUP BY " + names
                    + " HAVING count(*) > 1)"));
        }
        List<UUID> conflicting;
        do {
            conflicting = leaveOutConflicts();
            unfit.addAll(conflicting);
        } while (!conflicting.isEmpty());
        return unfit;
    }

    /** Inserts what is missing and updates what differs. */
    int upsert() throws SQLException {
        List<String> names = new ArrayList<>();
        mapping.columns().forEach(column -> names.add(column.name()));
        names.add("unmapped");
        String assignments = names.stream()
                .map(name -> quoted(name) + " = EXCLUDED." + quoted(name))
                .collect(joining(", "));
        return execute("INSERT INTO " + table + " AS t (" + columns + ") SELECT " + columns + " FROM " + ROWS
                + " s WHERE NOT EXISTS (SELECT FROM " + table + " x WHERE x.id = s.id AND ROW(" + of("x", names)
                + ") IS NOT DISTINCT FROM ROW(" + of("s", names) + ")) ORDER BY s.id ON CONFLICT (id) DO UPDATE SET "
                + assignments + " WHERE ROW(" + of("t", names) + ") IS DISTINCT FROM ROW(" + of("EXCLUDED", names)
                + ")");
    }

    /** Against rows of the table that this chunk will not itself overwrite. */
    private List<UUID> leaveOutConflicts() throws SQLException {
        List<UUID> conflicting = new ArrayList<>();
        for (List<String> unique : mapping.uniques()) {
            conflicting.addAll(take("EXISTS (SELECT FROM " + table + " t WHERE (" + of("t", unique) + ") = ("
                    + of("s", unique) + ") AND t.id <> s.id AND NOT EXISTS (SELECT FROM " + ROWS
                    + " o WHERE o.id = t.id))"));
        }
        return conflicting;
    }

    private List<UUID> take(String condition) throws SQLException {
        String sql = "WITH taken AS (DELETE FROM " + ROWS + " s WHERE " + condition + " RETURNING s.id) INSERT INTO "
                + LEFT_OUT + " SELECT DISTINCT id FROM taken RETURNING id";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<UUID> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        }
    }

    private int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static String of(String alias, List<String> names) {
        return names.stream().map(name -> alias + "." + quoted(name)).collect(joining(", "));
    }

    private static String quoted(String identifier) {
        return '"' + identifier + '"';
    }
}

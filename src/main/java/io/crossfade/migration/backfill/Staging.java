package io.crossfade.migration.backfill;

import static java.util.stream.Collectors.joining;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.mapping.BinaryRows;
import io.crossfade.migration.mapping.PostgresRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chunk as it was read, in a temporary table without constraints, which each session has for itself, which is in no
 * write-ahead log and which empties itself when the transaction ends. Rows that the unit's table would refuse are left out, so
 * that they do not stop the others; a sync by key finds out what is to be done.
 */
final class Staging {

    private static final String LEFT_OUT = "pg_temp.backfill_left_out";

    private final Connection connection;
    private final UnitMapping mapping;
    private final Units units;
    private final String rows;
    private final String table;
    private final String columns;
    private final String cast;

    /** Creates the tables if the session does not have them yet. */
    Staging(Connection connection, UnitMapping mapping, Units units, UnitTable target) throws SQLException {
        this.connection = connection;
        this.mapping = mapping;
        this.units = units;
        table = target.name();
        List<String> names = names();
        columns = names.stream().map(Staging::quoted).collect(joining(", "));
        cast = names.stream().map(name -> cast(name, target.type(name))).collect(joining(", "));
        String definitions = BinaryRows.columnDefinitions(mapping);
        rows = "pg_temp.backfill_rows_" + Integer.toHexString(definitions.hashCode());
        create(rows, definitions);
        create(LEFT_OUT, "id UUID");
    }

    private void create(String name, String definitions) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement("SELECT to_regclass(?) IS NULL")) {
            find.setString(1, name);
            try (ResultSet missing = find.executeQuery()) {
                missing.next();
                if (!missing.getBoolean(1)) {
                    return;
                }
            }
        }
        execute("CREATE TEMP TABLE " + name.substring(name.indexOf('.') + 1) + " (" + definitions
                + ") ON COMMIT DELETE ROWS");
    }

    private static String cast(String name, @Nullable String type) {
        return "s." + quoted(name) + (type == null ? "" : "::" + type);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of("id"));
        mapping.columns().forEach(column -> names.add(column.name()));
        names.add("unmapped");
        return names;
    }

    /** To be copied into. */
    String rows() {
        return rows;
    }

    /** Documents of the chunk that have no row here: what the table holds for them is none of the merge's business. */
    void leaveOut(Collection<UUID> ids) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + LEFT_OUT + " SELECT unnest(?::uuid[])")) {
            insert.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            insert.executeUpdate();
        }
        execute("ANALYZE " + rows + " (" + compared() + ")");
    }

    /** Of the others no statistics are made, which for long values takes longer than all the checks. */
    private String compared() {
        Set<String> names = new LinkedHashSet<>(List.of("id"));
        mapping.uniques().forEach(names::addAll);
        mapping.columns().stream()
                .filter(column -> column.references() != null)
                .forEach(column -> names.add(column.name()));
        return names.stream().map(Staging::quoted).collect(joining(", "));
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

    private String isOther(IdRange range) {
        return range.condition("t.id") + " AND NOT EXISTS (SELECT FROM " + rows + " s WHERE s.id = t.id)"
                + " AND NOT EXISTS (SELECT FROM " + LEFT_OUT + " l WHERE l.id = t.id)";
    }

    /** Leaves out the rows that the table would refuse; returns their ids. */
    List<UUID> leaveOutUnfit() throws SQLException {
        List<UUID> unfit = new ArrayList<>();
        unfit.addAll(take("s.id IN (SELECT id FROM " + rows + " GROUP BY id HAVING count(*) > 1)"));
        for (Column column : mapping.columns()) {
            if (column.references() != null) {
                String name = quoted(column.name());
                unfit.addAll(take("s." + name + " IS NOT NULL AND NOT EXISTS (SELECT FROM "
                        + quoted(units.get(column.references()).table()) + " p WHERE p.id = s." + name + ")"));
            }
        }
        for (List<String> unique : mapping.uniques()) {
            String names = unique.stream().map(Staging::quoted).collect(joining(", "));
            unfit.addAll(take("(" + of("s", unique) + ") IN (SELECT " + names + " FROM " + rows + " GROUP BY " + names
                    + " HAVING count(*) > 1)"));
        }
        List<UUID> conflicting;
        do {
            conflicting = leaveOutConflicts();
            unfit.addAll(conflicting);
        } while (!conflicting.isEmpty());
        return unfit;
    }

    /** For ranges of which the table held no row. Whatever it holds by now is newer, and left alone. */
    int insert() throws SQLException {
        return execute("INSERT INTO " + table + " (" + columns + ") SELECT " + cast + " FROM " + rows
                + " s ORDER BY s.id ON CONFLICT (id) DO NOTHING");
    }

    /** Inserts what is missing and updates what differs. */
    int upsert() throws SQLException {
        List<String> names = names();
        names.remove("id");
        String assignments = names.stream()
                .map(name -> quoted(name) + " = EXCLUDED." + quoted(name))
                .collect(joining(", "));
        return execute("INSERT INTO " + table + " AS t (" + columns + ") SELECT " + columns + " FROM (SELECT " + cast
                + " FROM " + rows + " s) AS given (" + columns + ") WHERE NOT EXISTS (SELECT FROM " + table
                + " x WHERE x.id = given.id AND NOT " + PostgresRows.isOther(mapping, "x", "given")
                + ") ORDER BY given.id ON CONFLICT (id) DO UPDATE SET " + assignments + " WHERE "
                + PostgresRows.isOther(mapping, "t", "EXCLUDED"));
    }

    /** Against rows of the table that this chunk will not itself overwrite. */
    private List<UUID> leaveOutConflicts() throws SQLException {
        List<UUID> conflicting = new ArrayList<>();
        for (List<String> unique : mapping.uniques()) {
            conflicting.addAll(take("EXISTS (SELECT FROM " + table + " t WHERE (" + of("t", unique) + ") = ("
                    + of("s", unique) + ") AND t.id <> s.id AND NOT EXISTS (SELECT FROM " + rows
                    + " o WHERE o.id = t.id))"));
        }
        return conflicting;
    }

    private List<UUID> take(String condition) throws SQLException {
        String sql = "WITH taken AS (DELETE FROM " + rows + " s WHERE " + condition + " RETURNING s.id) INSERT INTO "
                + LEFT_OUT + " SELECT DISTINCT id FROM taken RETURNING id";
        try (Statement statement = connection.createStatement();
                ResultSet taken = statement.executeQuery(sql)) {
            List<UUID> ids = new ArrayList<>();
            while (taken.next()) {
                ids.add(taken.getObject(1, UUID.class));
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

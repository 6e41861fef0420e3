package io.crossfade.migration.mapping;

import static java.util.stream.Collectors.joining;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A unit's rows in its table. Works in the caller's transaction and neither commits nor rolls back; each failure is a
 * {@link RedactedSqlException}, after which PostgreSQL takes nothing but a rollback.
 */
public final class PostgresRows {

    private static final int BATCH = 500;

    /** Rows that the driver holds at once while it reads. */
    private static final int FETCHED = 32;

    private final UnitMapping mapping;
    private final String table;
    private final String columnList;
    private final String upsert;

    public PostgresRows(UnitMapping mapping) {
        this.mapping = mapping;
        this.table = quoted(mapping.table());
        List<String> names = Stream.concat(mapping.columns().stream().map(Column::name), Stream.of("unmapped"))
                .map(PostgresRows::quoted)
                .toList();
        this.columnList = "\"id\", " + String.join(", ", names);
        String parameters =
                mapping.columns().stream().map(PostgresRows::parameter).collect(joining(", ")) + ", ?::jsonb";
        this.upsert = "INSERT INTO " + table + " AS present (" + columnList + ") VALUES (?, " + parameters + ")"
                + " ON CONFLICT (\"id\") DO UPDATE SET "
                + names.stream().map(name -> name + " = EXCLUDED." + name).collect(joining(", "))
                + " WHERE " + isOther(mapping, "present", "EXCLUDED");
    }

    /**
     * A condition for two rows of one id that are not the same, by the names under which a statement knows them. JSONB is compared
     * as text, for it holds 1 and 1.0 to be equal, which are an int and a double.
     */
    public static String isOther(UnitMapping mapping, String one, String other) {
        return "(ROW(" + compared(mapping, one) + ") IS DISTINCT FROM ROW(" + compared(mapping, other) + "))";
    }

    private static String compared(UnitMapping mapping, String alias) {
        Stream<String> columns = mapping.columns().stream()
                .map(column -> quoted(column.name()) + (column.type() == Column.Type.JSON ? "::text" : ""));
        return Stream.concat(columns, Stream.of("\"unmapped\"::text"))
                .map(column -> alias + "." + column)
                .collect(joining(", "));
    }

    /** {@code "id"}, the mapping's columns in order, {@code "unmapped"}; quoted. */
    public String columnList() {
        return columnList;
    }

    /** Selects all rows; a condition may be appended. {@link #read} reads what it returns. */
    public String selectSql() {
        return "SELECT " + columnList + " FROM " + table;
    }

    /** Makes a row be there as given; see {@link #values}. One that is there and equal is not written, so no trigger sees it. */
    public String upsertSql() {
        return upsert;
    }

    /** Deletes the row of an id. */
    public String deleteSql() {
        return "DELETE FROM " + table + " WHERE \"id\" = ?";
    }

    /** Makes the rows be there as given. A row that is there and equal is not written, so no trigger sees it. */
    public void upsert(Connection connection, Collection<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            int waiting = 0;
            for (Row row : rows) {
                bind(statement, row);
                statement.addBatch();
                if (++waiting % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            if (waiting % BATCH != 0) {
                statement.executeBatch();
            }
        } catch (SQLException e) {
            throw RedactedSqlException.of("Writing rows of unit '" + mapping.name() + "'", e);
        }
    }

    /** Deletes those rows that are there; returns how many were. */
    public int delete(Connection connection, Collection<UUID> ids) throws SQLException {
        String sql = "DELETE FROM " + table + " WHERE \"id\" = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw RedactedSqlException.of("Deleting rows of unit '" + mapping.name() + "'", e);
        }
    }

    /** Those rows that are there, by id. */
    public Map<UUID, Row> select(Connection connection, Collection<UUID> ids) throws SQLException {
        return select(connection, ids, Long.MAX_VALUE).orElseThrow();
    }

    /**
     * Those rows that are there, by id. In a transaction they come a few at a time.
     *
     * @param mostBytes of several rows, about; one alone may be larger
     * @return empty if there are more
     */
    public Optional<Map<UUID, Row>> select(Connection connection, Collection<UUID> ids, long mostBytes)
            throws SQLException {
        Map<UUID, Row> rows = new HashMap<>();
        long bytes = 0;
        try (PreparedStatement statement = connection.prepareStatement(selectSql() + " WHERE \"id\" = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.setFetchSize(FETCHED);
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    Row row = read(results);
                    bytes += row.length();
                    if (bytes > mostBytes && !rows.isEmpty()) {
                        return Optional.empty();
                    }
                    rows.put(row.id(), row);
                }
            }
        } catch (SQLException e) {
            throw RedactedSqlException.of("Reading rows of unit '" + mapping.name() + "'", e);
        }
        return Optional.of(rows);
    }

    /** The current row of a result whose first columns are {@link #columnList()}. */
    public Row read(ResultSet results) throws SQLException {
        int position = 1;
        UUID id = results.getObject(position++, UUID.class);
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : mapping.columns()) {
            values.add(value(results, position++, column.type()));
        }
        return new Row(id, values, results.getString(position));
    }

    /** What {@link #upsertSql()} takes, as the driver takes it. */
    public @Nullable Object[] values(Connection connection, Row row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(row.id());
        for (Object value : row.values()) {
            values.add(
                    switch (value) {
                        case null -> null;
                        case Instant instant -> Timestamps.text(instant);
                        case List<?> list -> connection.createArrayOf("text", list.toArray());
                        default -> value;
                    });
        }
        values.add(row.unmapped());
        return values.toArray();
    }

    private void bind(PreparedStatement statement, Row row) throws SQLException {
        int position = 1;
        for (Object value : values(statement.getConnection(), row)) {
            if (value == null) {
                statement.setNull(position, Types.NULL);
            } else {
                statement.setObject(position, value);
            }
            position++;
        }
    }

    private static @Nullable Object value(ResultSet results, int position, Column.Type type) throws SQLException {
        Object value =
                switch (type) {
                    case REFERENCE -> results.getObject(position, UUID.class);
                    case TEXT, JSON -> results.getString(position);
                    case TIMESTAMP -> {
                        OffsetDateTime at = results.getObject(position, OffsetDateTime.class);
                        yield at == null ? null : at.toInstant();
                    }
                    case INT -> results.getInt(position);
                    case BIGINT -> results.getLong(position);
                    case BOOLEAN -> results.getBoolean(position);
                    case TEXT_ARRAY -> {
                        Array array = results.getArray(position);
                        yield array == null ? null : list((Object[]) array.getArray());
                    }
                };
        return results.wasNull() ? null : value;
    }

    private static List<@Nullable Object> list(@Nullable Object[] elements) {
        List<@Nullable Object> list = new ArrayList<>(Arrays.asList(elements));
        list.replaceAll(element -> element instanceof Object[] nested ? list(nested) : element);
        return list;
    }

    private static String parameter(Column column) {
        return switch (column.type()) {
            case JSON -> "?::jsonb";
            case TIMESTAMP -> "?::timestamptz";
            default -> "?";
        };
    }

    private static String quoted(String identifier) {
        return '"' + identifier + '"';
    }
}

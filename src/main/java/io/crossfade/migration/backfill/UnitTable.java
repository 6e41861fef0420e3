package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.BinaryRows;
import io.crossfade.migration.mapping.PostgresRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A unit's table as it is now, which need not have the types in which the mapping writes. */
final class UnitTable {

    private static final String LOCKED = "55P03";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connection connection;
    private final UnitMapping mapping;
    private final Map<String, String> types = new HashMap<>();

    UnitTable(Connection connection, UnitMapping mapping) throws SQLException {
        this.connection = connection;
        this.mapping = mapping;
        try (PreparedStatement select = connection.prepareStatement("SELECT attname, format_type(atttypid, NULL)"
                + " FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped")) {
            select.setString(1, name());
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    types.put(found.getString(1), found.getString(2));
                }
            }
        }
    }

    /** Quoted. */
    String name() {
        return '"' + mapping.table() + '"';
    }

    /** Copies rows as the mapping writes them into this table, or into one with the same columns. */
    String copySql(String into) {
        return "COPY " + into + " (" + new PostgresRows(mapping).columnList() + ") FROM STDIN WITH (FORMAT binary)";
    }

    /** A column's type without a length, for a cast to a length would cut; null if there is no such column. */
    @Nullable
    String type(String column) {
        return types.get(column);
    }

    /** Whether the table takes a row's bytes for what they are. One of another type might take them for something else. */
    boolean readsRowsAsWritten() {
        return BinaryRows.columnTypes(mapping).entrySet().stream().allMatch(written -> {
            String type = types.get(written.getKey());
            return written.getValue().equals(type)
                    || (written.getValue().equals("text") && "character varying".equals(type));
        });
    }

    /**
     * Takes a lock on the table until the end of the transaction; its rows are not locked.
     *
     * @throws LockedException if somebody else has held it for some time now, as one does who alters it: no chunk's fault
     */
    void await(String mode) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + PATIENCE.toMillis());
            statement.execute("LOCK TABLE " + name() + " IN " + mode + " MODE");
            statement.execute("SET LOCAL lock_timeout TO DEFAULT");
        } catch (SQLException failure) {
            throw LOCKED.equals(failure.getSQLState()) ? new LockedException(failure) : failure;
        }
    }

    /** The table as a whole is locked by another transaction, for which all chunks have to wait. */
    static final class LockedException extends SQLTransientException {
        LockedException(SQLException cause) {
            super("The unit's table is locked by another transaction", LOCKED, cause);
        }
    }

    /** Whether it holds no row of those ranges. What comes after the note was touched since. */
    boolean isUntouched(List<IdRange> ranges) throws SQLException {
        for (IdRange range : ranges) {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT EXISTS (SELECT FROM " + name() + " t WHERE " + range.condition("t.id") + ")")) {
                range.bind(select);
                try (ResultSet found = select.executeQuery()) {
                    found.next();
                    if (found.getBoolean(1)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}

package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The table of {@link Things} in a database of its own, over one connection. */
final class ThingsTable implements AutoCloseable {

    final PostgresRows rows = new PostgresRows(MAPPING);
    final Connection connection;

    ThingsTable() throws SQLException {
        connection = Things.database().getConnection();
        assertThat(query("SHOW timezone")).isNotEqualTo("UTC");
    }

    /** Written by upsert, read as text and as binary: always the row that was given. */
    void assertStored(List<Row> given) throws SQLException {
        rows.upsert(connection, given);
        for (Row row : given) {
            assertEqual(row);
        }
        for (int i = 0; i < 10; i++) {
            for (Row row : given) {
                assertEqual(row);
            }
        }
        execute("DROP TABLE IF EXISTS pg_temp.before");
        execute("CREATE TEMP TABLE before AS SELECT ctid AS place, id FROM things");
        rows.upsert(connection, given);
        assertThat(query("SELECT count(*) FROM things JOIN before USING (id) WHERE things.ctid <> before.place"))
                .as("rows written again by upsert though they were there")
                .isEqualTo("0");
    }

    void assertEqual(Row row) throws SQLException {
        assertThat(Comparison.differences(MAPPING, row, read(row))).isEmpty();
    }

    Row read(Row row) throws SQLException {
        return rows.select(connection, List.of(row.id())).get(row.id());
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows as the fast path writes them, by way of a table without constraints. */
    long copy(CopyBuffer buffer) throws SQLException {
        execute("DROP TABLE IF EXISTS pg_temp.staged");
        execute("CREATE TEMP TABLE staged (" + BinaryRows.columnDefinitions(MAPPING) + ")");
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY staged FROM STDIN WITH (FORMAT binary)");
        copy.writeToCopy(buffer.array(), 0, buffer.length());
        long copied = copy.endCopy();
        execute("INSERT INTO things (" + rows.columnList() + ") SELECT " + rows.columnList() + " FROM staged");
        return copied;
    }

    String query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            return results.getString(1);
        }
    }

    static Collection<UUID> ids(Collection<Row> given) {
        return given.stream().map(Row::id).toList();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several statements that go to PostgreSQL in one round trip. They are carried out one after the other, under READ COMMITTED each with a
 * snapshot of its own, as if they had been sent one by one; behind one that is refused none is carried out, a COMMIT neither.
 * (The driver sends parse, bind and execute for each, and one sync behind all of them.)
 */
public final class Pipeline {

    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();
    private final List<@Nullable Reader> readers = new ArrayList<>();

    /** Takes what a statement has returned. */
    public interface Reader {
        void read(ResultSet rows) throws SQLException;
    }

    /** @param values of its parameters, in order: null, or what the driver takes as an object */
    public Pipeline add(String statement, @Nullable Object... values) {
        return add(statement, null, values);
    }

    /** @param reader called once all statements were carried out, in their order */
    public Pipeline read(String statement, Reader reader, @Nullable Object... values) {
        return add(statement, reader, values);
    }

    /** As {@link #read}; the reader is called at each row. */
    public Pipeline each(String statement, Reader reader, @Nullable Object... values) {
        return read(
                statement,
                rows -> {
                    while (rows.next()) {
                        reader.read(rows);
                    }
                },
                values);
    }

    private Pipeline add(String statement, @Nullable Reader reader, @Nullable Object[] values) {
        sql.append(sql.isEmpty() ? "" : "; ").append(statement);
        readers.add(reader);
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    /** Does nothing if no statement was added. */
    public void run(Connection connection) throws SQLException {
        if (readers.isEmpty()) {
            return;
        }
        try (PreparedStatement all = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < parameters.size(); i++) {
                bind(all, i + 1, parameters.get(i));
            }
            all.execute();
            for (Reader reader : readers) {
                if (reader != null) {
                    try (ResultSet rows = all.getResultSet()) {
                        reader.read(rows);
                    }
                }
                all.getMoreResults();
            }
        }
    }

    private static void bind(PreparedStatement all, int position, @Nullable Object value) throws SQLException {
        if (value == null) {
            all.setNull(position, Types.NULL);
        } else {
            all.setObject(position, value);
        }
    }
}

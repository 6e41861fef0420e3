package io.crossfade.migration.control;

import io.crossfade.migration.control.Installation.TargetWord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** The installation's mark in PostgreSQL. */
final class PostgresInstallation {

    private final DataSource dataSource;
    private final Audit audit;

    PostgresInstallation(DataSource dataSource, Audit audit) {
        this.dataSource = dataSource;
        this.audit = audit;
    }

    /** The units' rows, whatever installation they belong to. */
    List<FenceRow> rows() throws SQLException {
        return new PostgresFence(dataSource, Installation.of(read().mark())).readAll();
    }

    /**
     * A place is the server's own number, made by initdb and shared with its standbys, and the database's: renaming keeps both, a
     * dump that was restored has another.
     */
    TargetWord read() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT mark.id, mark.source_place, mark.target_place, coalesce(mark.confirmed, false),"
                                + " (SELECT system_identifier FROM pg_control_system()) || '/' || here.oid,"
                                + " ARRAY(SELECT name FROM crossfade.unit WHERE phase <> 'source')"
                                + " FROM pg_database here LEFT JOIN crossfade.installation mark ON true"
                                + " WHERE here.datname = current_database()")) {
            row.next();
            UUID id = row.getObject(1, UUID.class);
            return new TargetWord(
                    id == null ? null : new InstallationMark(id, row.getString(2), row.getString(3)),
                    row.getBoolean(4),
                    row.getString(5),
                    Set.of((String[]) row.getArray(6).getArray()));
        }
    }

    /** Marks an unmarked target. Whatever mark stands there is left alone. */
    void claim(InstallationMark mark, String actor) throws SQLException {
        update(
                "INSERT INTO crossfade.installation (id, source_place, target_place, made_by) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                mark.id(),
                mark.sourcePlace(),
                mark.targetPlace(),
                actor);
    }

    /** The source holds the mark too. */
    void confirm(InstallationMark mark) throws SQLException {
        update("UPDATE crossfade.installation SET confirmed = true WHERE id = ?", mark.id());
    }

    /** Writes down what is asked for, before anything is done. */
    void begin(List<Audit.Attempt> attempts, String problem) throws SQLException {
        for (Audit.Attempt attempt : attempts) {
            audit.write(attempt, Audit.BEGUN, problem);
        }
    }

    /** Puts the mark in the place of any other. What the streams have missed of the other store is not known: all of it is. */
    void adopt(InstallationMark mark, List<Audit.Attempt> attempts) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            update(
                    connection,
                    "INSERT INTO crossfade.installation (id, source_place, target_place, made_by, confirmed)"
                            + " VALUES (?, ?, ?, 'adoption', true) ON CONFLICT (only_one) DO UPDATE SET id = excluded.id,"
                            + " source_place = excluded.source_place, target_place = excluded.target_place, confirmed = true,"
                            + " made_at = now(), made_by = excluded.made_by",
                    mark.id(),
                    mark.sourcePlace(),
                    mark.targetPlace());
            update(
                    connection,
                    "UPDATE crossfade.checkpoint SET lost_at = now(), lost_reason = 'the stores were adopted'");
            for (Audit.Attempt attempt : attempts) {
                audit.write(connection, attempt, "done", Audit.Seen.of("adopted as " + mark));
            }
            connection.commit();
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            update(connection, sql, values);
        }
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        }
    }
}

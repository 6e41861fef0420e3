package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For how many instances the target has connections. */
final class TargetRoom {

    private static final Logger log = LoggerFactory.getLogger(TargetRoom.class);

    /** Those that the server keeps for others; a role or a database may have a limit of its own. */
    private static final String ALLOWED = """
            SELECT least(
                current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                    - coalesce(current_setting('reserved_connections', true), '0')::int,
                (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
                (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()))
            """;

    private TargetRoom() {}

    /** @throws TargetMisconfiguredException if not even one instance finds room */
    static void require(DataSource target, int perInstance) throws SQLException {
        int allowed = allowed(target);
        int instances = allowed / perInstance;
        String arithmetic = "PostgreSQL lets this user have " + allowed + " connections, and an instance takes up to "
                + perInstance + " ('" + ConnectionBudget.SETTING + "')";
        if (instances < 1) {
            throw new TargetMisconfiguredException(
                    arithmetic + ": not even one finds room.",
                    "Raise max_connections of the server, or CONNECTION LIMIT of the role or the database; or lower '"
                            + ConnectionBudget.SETTING + "'.");
        }
        if (instances < 2) {
            log.warn("{}: there is no room for a second one, as a rolling deploy needs", arithmetic);
        } else {
            log.info("{}: there is room for {}", arithmetic, instances);
        }
    }

    private static int allowed(DataSource target) throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALLOWED)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}

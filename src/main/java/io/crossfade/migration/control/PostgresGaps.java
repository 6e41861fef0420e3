package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/** The gaps that PostgreSQL knows of. */
final class PostgresGaps implements ReplicaGaps {

    private static final String SET_ASIDE = "EXISTS (SELECT FROM crossfade.quarantine WHERE unit = u.name)";
    private static final String MISSED =
            "EXISTS (SELECT FROM crossfade.checkpoint WHERE unit = u.name AND lost_at IS NOT NULL)";

    private final DataSource dataSource;

    PostgresGaps(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Set<String> units() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT u.name FROM crossfade.unit u WHERE " + SET_ASIDE + " OR " + MISSED)) {
            Set<String> units = new HashSet<>();
            while (rows.next()) {
                units.add(rows.getString(1));
            }
            return units;
        }
    }

    /** With the other store as the authority, what it lacks would be lost. */
    static PostgresFence.UnderLock unlessThereAreGaps(PostgresFence.UnderLock then) {
        return (connection, before) -> {
            refuseGaps(connection, before.unit());
            then.run(connection, before);
        };
    }

    private static void refuseGaps(Connection connection, String unit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + SET_ASIDE + ", " + MISSED + " FROM crossfade.unit u WHERE u.name = ?")) {
            select.setString(1, unit);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new MoveUndoneException(
                            "a key was quarantined while the unit moved; correct it or its mapping, then move again");
                }
                if (row.getBoolean(2)) {
                    throw new MoveUndoneException(
                            "changes were missed while the unit moved: the feed's history is lost;"
                                    + " run a verification with repair, then move again");
                }
            }
        }
    }
}

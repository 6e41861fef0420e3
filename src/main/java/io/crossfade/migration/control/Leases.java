package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Leases in the target, by its clock: they keep instances from doing the same work twice. A holder that pauses may act after its
 * lease has passed to another, so whatever is done under one must be harmless when done by two.
 */
public final class Leases {

    private final DataSource dataSource;
    private final Instance self;
    private final Installation installation;

    public Leases(DataSource dataSource, Instance self, Installation installation) {
        this.dataSource = dataSource;
        this.self = self;
        this.installation = installation;
    }

    /**
     * Takes the lease or renews it, from now for that long. An instance whose stores do not belong together takes none: another's may.
     *
     * @return whether this instance holds it; false while another's has not run out
     */
    public boolean acquire(String name, Duration ttl) throws SQLException {
        if (installation.problem().isPresent()) {
            return false;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement take = connection.prepareStatement(
                        "INSERT INTO crossfade.lease AS held (name, holder, until) VALUES (?, ?, clock_timestamp() + ?"
                                + " * interval '1 millisecond') ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
                                + " until = excluded.until WHERE held.holder = excluded.holder"
                                + " OR held.until < clock_timestamp() RETURNING name")) {
            take.setString(1, name);
            take.setString(2, self.id());
            take.setLong(3, ttl.toMillis());
            try (ResultSet taken = take.executeQuery()) {
                return taken.next();
            }
        }
    }

    /** The names that begin so and are held by anybody now. */
    List<String> held(String prefix) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT name FROM crossfade.lease WHERE starts_with(name, ?) AND until > clock_timestamp()")) {
            select.setString(1, prefix);
            List<String> names = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }

    /** Gives the lease up, if this instance holds it. */
    public void release(String name) throws SQLException {
        execute("DELETE FROM crossfade.lease WHERE holder = ? AND name = ?", name);
    }

    /** Gives up all leases of this instance, for it stops. */
    public void releaseAll() throws SQLException {
        execute("DELETE FROM crossfade.lease WHERE holder = ? AND name <> ?", "");
    }

    private void execute(String sql, String name) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, self.id());
            delete.setString(2, name);
            delete.executeUpdate();
        }
    }
}

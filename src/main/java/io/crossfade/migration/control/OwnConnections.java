package io.crossfade.migration.control;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The service's connections to the target, each made sure of once: after a reconnection another store may answer, and what a
 * repository reads there bears no mark. Costs one question for each new connection of the pool.
 */
final class OwnConnections extends DelegatingDataSource {

    private final HikariDataSource pool;
    private final Installation installation;
    private final Set<PGConnection> own = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    OwnConnections(HikariDataSource pool, Installation installation) {
        super(pool);
        this.pool = pool;
        this.installation = installation;
    }

    /** @throws StrangeStoreException if what answers is not the installation's own */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = pool.getConnection();
        if (installation.id().isEmpty()) {
            return connection;
        }
        try {
            PGConnection physical = connection.unwrap(PGConnection.class);
            if (!own.contains(physical)) {
                makeSure(connection);
                own.add(physical);
            }
            return connection;
        } catch (SQLException | RuntimeException strange) {
            pool.evictConnection(connection);
            connection.close();
            throw strange;
        }
    }

    private void makeSure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mark = statement.executeQuery("SELECT id FROM crossfade.installation")) {
            installation.rowSays(mark.next() ? mark.getObject(1, UUID.class) : null, true);
        }
    }
}

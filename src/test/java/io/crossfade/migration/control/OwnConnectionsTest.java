package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnConnectionsTest {

    private final InstallationMark mark = new InstallationMark(UUID.randomUUID(), "there", "here");
    private final DataSource database = PostgresForTests.freshDatabase();
    private final HikariDataSource pool = new HikariDataSource(config(database));

    private static HikariConfig config(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(1);
        return config;
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private void bear(UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO crossfade.installation (id, source_place, target_place, made_by) VALUES ('"
                    + id + "', 'there', 'here', 'test') ON CONFLICT (only_one) DO UPDATE SET id = excluded.id");
        }
    }

    private static int backend(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        }
    }

    @Test
    void eachNewConnectionIsMadeSureOfOnce() throws SQLException {
        OwnConnections own = new OwnConnections(pool, Installation.of(mark));
        bear(mark.id());
        int first = backend(own);

        bear(UUID.randomUUID());
        assertThat(backend(own))
                .as("the same connection, which was made sure of")
                .isEqualTo(first);

        pool.getHikariPoolMXBean().softEvictConnections();
        assertThatThrownBy(own::getConnection).isInstanceOf(StrangeStoreException.class);
        assertThat(pool.getHikariPoolMXBean().getActiveConnections())
                .as("connections that were not given back")
                .isZero();

        bear(mark.id());
        assertThat(backend(own)).isNotEqualTo(first);
    }

    @Test
    void aStoreWithoutAMarkIsRefusedToo() {
        assertThatThrownBy(new OwnConnections(pool, Installation.of(mark))::getConnection)
                .isInstanceOf(StrangeStoreException.class);
    }

    @Test
    void beforeThereIsAnInstallationNothingIsAsked() throws SQLException {
        assertThat(backend(new OwnConnections(pool, Installation.ofNewStores())))
                .isPositive();
    }
}

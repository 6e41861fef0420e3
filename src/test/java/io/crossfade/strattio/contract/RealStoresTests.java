package io.crossfade.strattio.contract;

import static io.crossfade.migration.control.Requester.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.MoveReport;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.verify.Verification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The same contracts, and a short tour, on a real MongoDB replica set and a real PostgreSQL: what holds on the embedded stores
 * must hold there. Needs Docker, and is shown as skipped without it.
 */
@Testcontainers(disabledWithoutDocker = true)
class RealStoresTests {

    @Container
    private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:18");

    @Container
    private static final MongoDBContainer MONGO = new MongoDBContainer("mongo:8.0").withReplicaSet();

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final StoresContext.Engines ENGINES =
            new StoresContext.Engines(() -> start(StoresContext.Engine.class));

    private static ConfigurableApplicationContext alone;

    private static ConfigurableApplicationContext start(Class<?> source) {
        String name = "test_" + NUMBER.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(
                        POSTGRES.getJdbcUrl(), POSTGRES.getUsername(), POSTGRES.getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String url = POSTGRES.getJdbcUrl().replace("/" + POSTGRES.getDatabaseName(), "/" + name);
        Flyway.configure()
                .dataSource(url, POSTGRES.getUsername(), POSTGRES.getPassword())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return StoresContext.start(
                source, url, POSTGRES.getUsername(), POSTGRES.getPassword(), MONGO.getReplicaSetUrl(name));
    }

    private static synchronized ConfigurableApplicationContext alone() {
        if (alone == null) {
            alone = start(StoresContext.NoEngine.class);
        }
        return alone;
    }

    @AfterAll
    static void stop() {
        ENGINES.close();
        if (alone != null) {
            alone.close();
        }
    }

    @Test
    void allUnitsGoToPostgresAndBack() throws Exception {
        ConfigurableApplicationContext context = start(StoresContext.Engine.class);
        try (context) {
            Moves moves = context.getBean(Moves.class);
            for (Phase phase : List.of(Phase.DUAL_WRITE, Phase.BACKFILL, Phase.SHADOW_READ)) {
                move(moves, phase, null);
            }
            verify(context);
            move(moves, Phase.READ_SWITCH, 100);
            move(moves, Phase.TARGET, null);
            verify(context);
            for (Phase phase : List.of(
                    Phase.SOURCE_REMOVED,
                    Phase.TARGET,
                    Phase.READ_SWITCH,
                    Phase.SHADOW_READ,
                    Phase.BACKFILL,
                    Phase.DUAL_WRITE,
                    Phase.SOURCE)) {
                move(moves, phase, null);
            }
        }
    }

    private static void move(Moves moves, Phase phase, Integer percent) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> moves.moveAll(new Moves.Request(phase, percent, null, named("test"), "tour")).stream()
                        .allMatch(MoveReport::done));
    }

    private static void verify(ConfigurableApplicationContext context) throws Exception {
        for (var unit : context.getBean(Units.class).all()) {
            assertThat(context.getBean(Verification.class)
                            .run(unit.name(), false)
                            .clean())
                    .as(unit.name())
                    .isTrue();
        }
    }

    @Nested
    class MongoUsers extends UserContract {
        @Override
        Stores stores() {
            return MongoStores.in(alone());
        }
    }

    @Nested
    class PostgresUsers extends UserContract {
        @Override
        Stores stores() {
            return PostgresStores.in(alone());
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource(Phase.class)
    class DualWriteUsers extends UserContract {
        @Parameter
        Phase phase;

        @Override
        Stores stores() {
            return DualWriteStores.in(ENGINES, phase);
        }
    }

    @Nested
    class MongoOrganisations extends OrganisationContract {
        @Override
        Stores stores() {
            return MongoStores.in(alone());
        }
    }

    @Nested
    class PostgresOrganisations extends OrganisationContract {
        @Override
        Stores stores() {
            return PostgresStores.in(alone());
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource(Phase.class)
    class DualWriteOrganisations extends OrganisationContract {
        @Parameter
        Phase phase;

        @Override
        Stores stores() {
            return DualWriteStores.in(ENGINES, phase);
        }
    }

    @Nested
    class MongoPlans extends PlanContract {
        @Override
        Stores stores() {
            return MongoStores.in(alone());
        }
    }

    @Nested
    class PostgresPlans extends PlanContract {
        @Override
        Stores stores() {
            return PostgresStores.in(alone());
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource(Phase.class)
    class DualWritePlans extends PlanContract {
        @Parameter
        Phase phase;

        @Override
        Stores stores() {
            return DualWriteStores.in(ENGINES, phase);
        }
    }

    @Nested
    class MongoSections extends SectionContract {
        @Override
        Stores stores() {
            return MongoStores.in(alone());
        }
    }

    @Nested
    class PostgresSections extends SectionContract {
        @Override
        Stores stores() {
            return PostgresStores.in(alone());
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource(Phase.class)
    class DualWriteSections extends SectionContract {
        @Parameter
        Phase phase;

        @Override
        Stores stores() {
            return DualWriteStores.in(ENGINES, phase);
        }
    }

    @Nested
    class MongoResearchPacks extends ResearchPackContract {
        @Override
        Stores stores() {
            return MongoStores.in(alone());
        }
    }

    @Nested
    class PostgresResearchPacks extends ResearchPackContract {
        @Override
        Stores stores() {
            return PostgresStores.in(alone());
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource(Phase.class)
    class DualWriteResearchPacks extends ResearchPackContract {
        @Parameter
        Phase phase;

        @Override
        Stores stores() {
            return DualWriteStores.in(ENGINES, phase);
        }
    }

    @Nested
    class MongoFinancialModels extends FinancialModelContract {
        @Override
        Stores stores() {
            return MongoStores.in(alone());
        }
    }

    @Nested
    class PostgresFinancialModels extends FinancialModelContract {
        @Override
        Stores stores() {
            return PostgresStores.in(alone());
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource(Phase.class)
    class DualWriteFinancialModels extends FinancialModelContract {
        @Parameter
        Phase phase;

        @Override
        Stores stores() {
            return DualWriteStores.in(ENGINES, phase);
        }
    }
}

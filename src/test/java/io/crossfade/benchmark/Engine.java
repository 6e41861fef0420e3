package io.crossfade.benchmark;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.migration.control.MoveReport;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.verify.Verification;
import io.crossfade.migration.verify.VerificationStatus;
import io.crossfade.testing.PostgresForTests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The engine with its own configuration over the benchmark's stores, moved as an operator would. */
final class Engine implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofHours(4);

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    Engine(Stores stores, int workers) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("crossfade.backfill.workers", workers);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
        for (UnitMapping unit : Stores.UNITS) {
            context.registerBean(unit.name() + "Mapping", UnitMapping.class, () -> unit);
        }
        context.registerBean(DataSource.class, () -> stores.target);
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(stores.target));
        context.registerBean(JdbcConnectionDetails.class, () -> new Details(PostgresForTests.url(stores.target)));
        context.registerBean(MongoClient.class, () -> stores.client, bean -> bean.setDestroyMethodName(""));
        context.registerBean(
                MongoDatabaseFactory.class, () -> new SimpleMongoClientDatabaseFactory(stores.client, "strattio"));
        context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
        context.scan(
                "io.crossfade.migration.control",
                "io.crossfade.migration.sync",
                "io.crossfade.migration.feed",
                "io.crossfade.migration.backfill",
                "io.crossfade.migration.verify");
        context.refresh();
    }

    private record Details(String getJdbcUrl) implements JdbcConnectionDetails {
        @Override
        public String getUsername() {
            return PostgresForTests.USER;
        }

        @Override
        public String getPassword() {
            return PostgresForTests.PASSWORD;
        }
    }

    /** All units until everything is there. @return seconds */
    double backfill() throws Exception {
        for (UnitMapping unit : Stores.UNITS) {
            move(unit, Phase.DUAL_WRITE);
        }
        long start = System.nanoTime();
        for (UnitMapping unit : Stores.UNITS) {
            move(unit, Phase.BACKFILL);
        }
        Backfill backfill = context.getBean(Backfill.class);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            for (UnitMapping unit : Stores.UNITS) {
                if (!backfill.status(unit.name()).complete()) {
                    return false;
                }
            }
            return true;
        });
        return (System.nanoTime() - start) / 1e9;
    }

    /** All units, one after the other. @return seconds */
    double verify() throws Exception {
        Verification verification = context.getBean(Verification.class);
        long start = System.nanoTime();
        for (UnitMapping unit : Stores.UNITS) {
            VerificationStatus run = verification.run(unit.name(), false);
            if (!run.clean()) {
                throw new IllegalStateException("The copy of '" + unit.name() + "' is not clean: " + run);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** For the next copy. */
    void back() {
        for (Phase to : new Phase[] {Phase.DUAL_WRITE, Phase.SOURCE}) {
            Stores.UNITS.reversed().forEach(unit -> move(unit, to));
        }
    }

    private void move(UnitMapping unit, Phase to) {
        MoveReport report =
                context.getBean(Moves.class).move(unit.name(), new Moves.Request(to, null, null, "benchmark", null));
        if (!report.done()) {
            throw new IllegalStateException("'" + unit.name() + "' could not be moved: " + report);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}

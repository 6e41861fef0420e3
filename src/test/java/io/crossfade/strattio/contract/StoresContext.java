package io.crossfade.strattio.contract;

import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Router;
import io.crossfade.strattio.IndexFixture;
import io.crossfade.testing.PostgresForTests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * The slices on both embedded databases, without the web; with and without the engine. Each is started once. The sources bear
 * no stereotype: they stand in the service's own packages, where its component scan would find them.
 */
final class StoresContext {

    private static final Engines ENGINES = new Engines(() -> start(Engine.class));

    private StoresContext() {}

    /** The stores alone; what is routed cannot be used here. */
    static ConfigurableApplicationContext alone() {
        return Alone.CONTEXT;
    }

    /** The stores with the engine between them. */
    static Engines engines() {
        return ENGINES;
    }

    /** For suites that run one after the other on one engine. */
    static final class Engines {

        private final Supplier<ConfigurableApplicationContext> starting;
        private ConfigurableApplicationContext engine;
        private Phase reached = Phase.SOURCE;

        Engines(Supplier<ConfigurableApplicationContext> starting) {
            this.starting = starting;
        }

        /**
         * The engine for that phase. One that was put into a later phase without a move cannot be put back: then another is
         * started, on stores of its own.
         */
        synchronized ConfigurableApplicationContext in(Phase phase) {
            if (engine == null || phase.isBefore(reached)) {
                close();
                engine = starting.get();
            }
            reached = phase;
            return engine;
        }

        synchronized void close() {
            if (engine != null) {
                engine.close();
                engine = null;
            }
        }
    }

    private static ConfigurableApplicationContext start(Class<?> source) {
        DataSource database = PostgresForTests.freshDatabase();
        return start(
                source,
                PostgresForTests.url(database),
                PostgresForTests.USER,
                PostgresForTests.PASSWORD,
                EmbeddedMongo.start().connectionString());
    }

    /** On databases that are there already, the first of them migrated. */
    static ConfigurableApplicationContext start(
            Class<?> source, String jdbcUrl, String user, String password, String mongoUri) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(source)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run(
                        "--spring.datasource.url=" + jdbcUrl,
                        "--spring.datasource.username=" + user,
                        "--spring.datasource.password=" + password,
                        "--spring.mongodb.uri=" + mongoUri);
        IndexFixture.ensure(context);
        return context;
    }

    private static final class Alone {
        static final ConfigurableApplicationContext CONTEXT = start(NoEngine.class);
    }

    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        MongoAutoConfiguration.class,
        DataMongoAutoConfiguration.class
    })
    @ComponentScan(
            basePackages = "io.crossfade.strattio",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern =
                                    "io\\.crossfade\\.strattio\\.(.*\\.(DualWrite|Mongo|Postgres)\\w+Repository"
                                            + "|common\\.(Mongo(Mapping|Store)|PostgresStore)|MongoIndexes|MongoConnection|PostgresRepositories|StrattioUnits)"))
    static class Slices {}

    @Import(Slices.class)
    @ComponentScan(
            basePackages = "io.crossfade.migration",
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "io\\.crossfade\\.migration\\.(operations\\..*|.*Tests?(\\$.*)?)"))
    static class Engine {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @Import(Slices.class)
    static class NoEngine {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Router router() {
            return new Router() {
                @Override
                public <T> T read(
                        String unit, String operation, String stickyKey, Supplier<T> source, Supplier<T> target) {
                    throw new UnsupportedOperationException("There is no engine here");
                }

                @Override
                public <T> T write(String unit, Collection<String> keys, Supplier<T> source, Supplier<T> target) {
                    throw new UnsupportedOperationException("There is no engine here");
                }
            };
        }
    }
}

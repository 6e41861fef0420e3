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

    private static ConfigurableApplicationContext engine;
    private static Phase reached = Phase.SOURCE;

    private StoresContext() {}

    /** The stores alone; what is routed cannot be used here. */
    static ConfigurableApplicationContext alone() {
        return Alone.CONTEXT;
    }

    /**
     * The stores with the engine between them, for suites that run one after the other. An engine that was put into a
     * later phase without a move cannot be put back: then another one is started, on stores of its own.
     */
    static synchronized ConfigurableApplicationContext withEngine(Phase phase) {
        if (engine == null || phase.isBefore(reached)) {
            if (engine != null) {
                engine.close();
            }
            engine = start(Engine.class);
        }
        reached = phase;
        return engine;
    }

    private static ConfigurableApplicationContext start(Class<?> source) {
        DataSource database = PostgresForTests.freshDatabase();
        EmbeddedMongo mongo = EmbeddedMongo.start();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(source)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run(
                        "--spring.datasource.url=" + PostgresForTests.url(database),
                        "--spring.datasource.username=" + PostgresForTests.USER,
                        "--spring.datasource.password=" + PostgresForTests.PASSWORD,
                        "--spring.mongodb.uri=" + mongo.connectionString());
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
                            pattern = "io\\.crossfade\\.strattio\\.(.*\\.(DualWrite|Postgres)\\w+Repository"
                                    + "|MongoIndexes|MongoConnection|PostgresRepositories|StrattioUnits)"))
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
                public <T> T read(String unit, String stickyKey, Supplier<T> source, Supplier<T> target) {
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

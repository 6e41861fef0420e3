package io.crossfade.strattio.contract;

import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.Router;
import io.crossfade.strattio.IndexFixture;
import io.crossfade.testing.PostgresForTests;
import java.time.Clock;
import java.util.Collection;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
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

/** The slices on both embedded databases, without the web and without the engine. Started once for all suites. */
final class StoresContext {

    private static final ConfigurableApplicationContext CONTEXT = start();

    private StoresContext() {}

    static ConfigurableApplicationContext get() {
        return CONTEXT;
    }

    private static ConfigurableApplicationContext start() {
        DataSource database = PostgresForTests.freshDatabase();
        EmbeddedMongo mongo = EmbeddedMongo.start();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Slices.class)
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

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        MongoAutoConfiguration.class,
        DataMongoAutoConfiguration.class
    })
    @ComponentScan(
            basePackages = "io.crossfade.strattio",
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern =
                                    "io\\.crossfade\\.strattio\\.(.*\\.)?(web\\..*|contract\\..*|PostgresSchema|.*Controller.*)"))
    static class Slices {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        /** Stands in for the engine, which these stores do without. */
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

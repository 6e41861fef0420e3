package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.testing.PostgresForTests;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Which of a service's pools the engine takes in hand. */
class TargetPoolTest {

    private static final DataSource TARGET = PostgresForTests.freshDatabase();
    private static final DataSource OTHER = PostgresForTests.freshDatabase();

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withUserConfiguration(Service.class)
            .withPropertyValues(
                    "spring.datasource.url=" + PostgresForTests.url(TARGET) + "&ApplicationName=service",
                    "spring.datasource.username=" + PostgresForTests.USER,
                    "spring.datasource.password=" + PostgresForTests.PASSWORD);

    @Configuration(proxyBeanMethods = false)
    @Import(ConnectionConfiguration.class)
    static class Service {

        @Bean
        Installation installation() {
            return Installation.ofNewStores();
        }

        @Bean
        static BeanPostProcessor ownConnections(
                ObjectProvider<Installation> installation, ObjectProvider<JdbcConnectionDetails> target) {
            return InstallationConfiguration.ownConnections(installation, target);
        }

        @Bean(defaultCandidate = false)
        HikariDataSource other() {
            HikariDataSource other = new HikariDataSource();
            other.setJdbcUrl(PostgresForTests.url(OTHER));
            other.setUsername(PostgresForTests.USER);
            other.setPassword(PostgresForTests.PASSWORD);
            other.setMaximumPoolSize(27);
            return other;
        }
    }

    @Test
    void isTheOneToTheTargetAndNoneToAnotherDatabase() {
        service.run(started -> {
            assertThat(started.getBean("dataSource")).isInstanceOf(OwnConnections.class);
            assertThat(started.getBean(DataSource.class).unwrap(HikariDataSource.class))
                    .returns(started.getBean(ConnectionBudget.class).requests(), HikariDataSource::getMaximumPoolSize);
            assertThat(started.getBean("other")).isInstanceOfSatisfying(HikariDataSource.class, other -> {
                assertThat(other.getMaximumPoolSize()).isEqualTo(27);
                assertThat(other.getDataSource()).isNull();
            });
        });
    }
}

package io.crossfade.migration.control;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The pools to the target, sized together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionProperties.class)
class ConnectionConfiguration {

    @Bean
    ConnectionBudget connectionBudget(ConnectionProperties properties, List<BulkWork> bulk) {
        return ConnectionBudget.of(properties.perInstance(), bulk);
    }

    @Bean
    Admission admission() {
        return new Admission(System::nanoTime);
    }

    @Bean
    static RequestPool requestPool(
            Environment environment,
            ObjectProvider<JdbcConnectionDetails> target,
            ObjectProvider<ConnectionBudget> budget,
            ObjectProvider<Admission> admission) {
        return new RequestPool(environment, target, budget, admission);
    }

    @Bean
    EnginePools enginePools(JdbcConnectionDetails details, ConnectionBudget budget, Admission admission) {
        return new EnginePools(
                details.getJdbcUrl(),
                orEmpty(details.getUsername()),
                orEmpty(details.getPassword()),
                budget,
                admission);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}

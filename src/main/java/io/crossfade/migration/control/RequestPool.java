package io.crossfade.migration.control;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;

/** Makes the service's own pool one of those that are sized together, whatever its other settings are. */
final class RequestPool implements BeanPostProcessor {

    private final Environment environment;
    private final ObjectProvider<JdbcConnectionDetails> target;
    private final ObjectProvider<ConnectionBudget> budget;
    private final ObjectProvider<Admission> admission;

    RequestPool(
            Environment environment,
            ObjectProvider<JdbcConnectionDetails> target,
            ObjectProvider<ConnectionBudget> budget,
            ObjectProvider<Admission> admission) {
        this.environment = environment;
        this.target = target;
        this.budget = budget;
        this.admission = admission;
    }

    /** @throws TargetMisconfiguredException if its size is set as well */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && isOf(pool, target)) {
            Stream.of("spring.datasource.hikari.maximum-pool-size", "spring.datasource.hikari.minimum-idle")
                    .filter(environment::containsProperty)
                    .findFirst()
                    .ifPresent(RequestPool::refuse);
            int size = budget.getObject().requests();
            pool.setMaximumPoolSize(size);
            pool.setMinimumIdle(Math.min(2, size));
            pool.setIdleTimeout(60_000);
            Properties properties = new Properties();
            properties.putAll(pool.getDataSourceProperties());
            pool.setDataSource(admission.getObject().to(pool.getJdbcUrl(), properties));
            pool.setExceptionOverride(new LostConnections());
        }
        return bean;
    }

    /** Whether it is a pool to the target, and none to a database that the service has besides. */
    static boolean isOf(HikariDataSource pool, ObjectProvider<JdbcConnectionDetails> target) {
        List<String> database = database(pool.getJdbcUrl());
        return !database.isEmpty()
                && database.equals(database(target.getObject().getJdbcUrl()));
    }

    /** Its server and name, whatever else the address says; empty if it is none of PostgreSQL. */
    private static List<String> database(@Nullable String url) {
        Properties parsed = url == null ? null : Driver.parseURL(url, null);
        return parsed == null
                ? List.of()
                : Stream.of(PGProperty.PG_HOST, PGProperty.PG_PORT, PGProperty.PG_DBNAME)
                        .map(part -> Objects.requireNonNullElse(part.getOrDefault(parsed), ""))
                        .toList();
    }

    private static void refuse(String property) {
        throw new TargetMisconfiguredException(
                "'" + property + "' is set, but the service's pool and those of the migration share the connections of"
                        + " an instance.",
                "Unset '" + property + "', and set '" + ConnectionBudget.SETTING + "' to what all of them may have"
                        + " together.");
    }
}

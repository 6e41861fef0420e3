package io.crossfade.migration.control;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;

/** Makes the service's own pool one of those that are sized together, whatever its other settings are. */
final class RequestPool implements BeanPostProcessor {

    private final Environment environment;
    private final ObjectProvider<ConnectionBudget> budget;
    private final ObjectProvider<Admission> admission;

    RequestPool(Environment environment, ObjectProvider<ConnectionBudget> budget, ObjectProvider<Admission> admission) {
        this.environment = environment;
        this.budget = budget;
        this.admission = admission;
    }

    /** @throws TargetMisconfiguredException if its size is set as well */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
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

    private static void refuse(String property) {
        throw new TargetMisconfiguredException(
                "'" + property + "' is set, but the service's pool and those of the migration share the connections of"
                        + " an instance.",
                "Unset '" + property + "', and set '" + ConnectionBudget.SETTING + "' to what all of them may have"
                        + " together.");
    }
}

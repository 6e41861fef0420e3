package io.crossfade.benchmark;

import com.mongodb.client.MongoClient;
import io.crossfade.migration.UnitMapping;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The engine alone with its own configuration, without the service, over a pair of databases. */
final class Engine implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final Journey journey;

    Engine(Databases databases, Map<String, Object> properties) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
        for (UnitMapping unit : Stores.UNITS) {
            context.registerBean(unit.name() + "Mapping", UnitMapping.class, () -> unit);
        }
        DataSource target = databases.target();
        context.registerBean(DataSource.class, () -> target);
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(target));
        context.registerBean(JdbcConnectionDetails.class, databases::connectionDetails);
        context.registerBean(MongoClient.class, databases::client);
        context.registerBean(
                MongoDatabaseFactory.class,
                () -> new SimpleMongoClientDatabaseFactory(context.getBean(MongoClient.class), Databases.NAME));
        context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
        context.scan(
                "io.crossfade.migration.control",
                "io.crossfade.migration.sync",
                "io.crossfade.migration.feed",
                "io.crossfade.migration.backfill",
                "io.crossfade.migration.verify");
        context.refresh();
        journey = new Journey(context);
    }

    Journey journey() {
        return journey;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}

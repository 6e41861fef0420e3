package io.crossfade.migration.control;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ControlProperties.class)
class ControlConfiguration {

    @Bean
    @ConditionalOnMissingBean
    StoreNames storeNames() {
        return new StoreNames("MONGO", "POSTGRES");
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Units units(List<UnitMapping> mappings) {
        return new Units(mappings);
    }

    @Bean
    Instance instance(ControlProperties properties, Environment environment, Clock clock) {
        String version = ControlConfiguration.class.getPackage().getImplementationVersion();
        return new Instance(
                UUID.randomUUID().toString(),
                properties.address().isEmpty() ? address(environment) : properties.address(),
                version == null ? "unknown" : version,
                clock.instant());
    }

    @Bean
    Leases leases(EnginePools pools, Instance instance) {
        return new Leases(pools.control(), instance);
    }

    @Bean
    Events events(MeterRegistry meters) {
        return new Events(meters);
    }

    @Bean
    PostgresFence postgresFence(EnginePools pools) {
        return new PostgresFence(pools.control());
    }

    @Bean
    UnitStates unitStates(
            Units units,
            PostgresFence fence,
            ControlProperties properties,
            EnginePools pools,
            ConnectionBudget budget,
            ObjectProvider<FlywayMigrationInitializer> schema)
            throws SQLException {
        schema.ifAvailable(ready -> {});
        TargetRoom.require(pools.control(), budget.perInstance());
        return new UnitStates(units, fence, properties.feedOnly());
    }

    @Bean
    PostgresInstances postgresInstances(EnginePools pools, Instance instance) {
        return new PostgresInstances(pools.control(), instance);
    }

    @Bean
    Audit audit(EnginePools pools, Instance self) {
        return new Audit(pools.control(), self);
    }

    @Bean
    MongoFence sourceFence(
            MongoClient client,
            MongoDatabaseFactory factory,
            Instance self,
            ControlProperties properties,
            Clock clock,
            Events events) {
        MongoDatabase database = factory.getMongoDatabase();
        return new MongoFence(
                database,
                new MongoAnchor(client, database, properties.permitTtl()),
                self,
                properties.permitTtl(),
                properties.permitOver(),
                clock,
                System::nanoTime,
                events);
    }

    @Bean(destroyMethod = "close")
    ReplicaReads replicaReads(ControlProperties properties) {
        return new ReplicaReads(properties.replicaReadLimit());
    }

    @Bean
    PhaseRouter router(
            UnitStates states,
            SourceFence sourceFence,
            PostgresFence fence,
            PlatformTransactionManager transactions,
            DataSource dataSource,
            Replication replication,
            ShadowReads shadowReads,
            ReplicaReads replicaReads,
            Events events,
            MeterRegistry meters,
            StoreNames names,
            ControlProperties properties) {
        return new PhaseRouter(
                states,
                sourceFence,
                new TargetTransactions(transactions, dataSource, fence),
                replication,
                shadowReads,
                replicaReads,
                new OperationMetrics(meters, names),
                events,
                properties.holdLimit());
    }

    @Bean
    Serving serving(UnitStates states, SourceFence source, StoreNames names) {
        return new Serving(states, source, names);
    }

    /** Begins the engine's work once everything is wired: tells each part where the units stand, and looks after them. */
    @Bean
    ControlSchedule controlSchedule(
            UnitStates states,
            MongoServerCheck server,
            MongoFence source,
            PostgresFence target,
            PostgresInstances registry,
            Instances instances,
            StoreContact contact,
            ReplicaWrites replicaWrites,
            Barrier barrier,
            EnginePools pools,
            Leases leases,
            MoveLease lease,
            Audit audit,
            MoveLog moveLog,
            Events events,
            List<MoveListener> listeners,
            ControlProperties properties) {
        StrictKeeper keeper = new StrictKeeper(
                states,
                source,
                barrier,
                new PostgresGaps(pools.control()),
                instances::cutOffFromTarget,
                properties.permitOver(),
                events);
        TakeOver takeOver = new TakeOver(states, target, source, lease, audit, moveLog, properties, events);
        LeftMoves left = new LeftMoves(moveLog, lease, takeOver);
        return new ControlSchedule(
                states,
                server,
                source,
                registry,
                instances,
                contact,
                replicaWrites,
                pools,
                leases,
                events,
                listeners,
                properties.permitTtl(),
                Map.of(
                        keeper::look,
                        Duration.ofMillis(200),
                        takeOver::look,
                        Duration.ofMillis(500),
                        lease::renew,
                        Duration.ofSeconds(1),
                        moveLog::writeSteps,
                        Duration.ofSeconds(1),
                        left::look,
                        Duration.ofSeconds(2)));
    }

    private static String address(Environment environment) {
        String port = environment.getProperty("server.port", "8080");
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + port;
        } catch (UnknownHostException nameless) {
            return "localhost:" + port;
        }
    }
}

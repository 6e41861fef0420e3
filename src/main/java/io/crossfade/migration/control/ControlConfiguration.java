package io.crossfade.migration.control;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
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
    Leases leases(EnginePools pools, Instance instance, Installation installation) {
        return new Leases(pools.control(), instance, installation);
    }

    @Bean
    Events events(MeterRegistry meters) {
        return new Events(meters);
    }

    @Bean
    PostgresInstances postgresInstances(EnginePools pools, Instance instance) {
        return new PostgresInstances(pools.control(), instance);
    }

    @Bean
    Audit audit(EnginePools pools, Instance self) {
        return new Audit(pools.control(), self);
    }

    @Bean(destroyMethod = "close")
    ReplicaReads replicaReads(ControlProperties properties) {
        return new ReplicaReads(properties.replicaReadLimit());
    }

    @Bean
    PhaseRouter router(
            UnitStates states,
            SourceFence sourceFence,
            Installation installation,
            AcknowledgedWrites acknowledged,
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
                installation,
                acknowledged,
                new TargetTransactions(transactions, dataSource, fence),
                replication,
                shadowReads,
                replicaReads,
                new OperationMetrics(meters, names),
                events,
                properties.holdLimit());
    }

    @Bean
    Serving serving(UnitStates states, SourceFence source, Installation installation, StoreNames names) {
        return new Serving(states, source, installation, names);
    }

    /** Begins the engine's work once everything is wired: tells each part where the units stand, and looks after them. */
    @Bean
    ControlSchedule controlSchedule(
            UnitStates states,
            MongoServerCheck server,
            Installation installation,
            InstallationCheck check,
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
                installation,
                check,
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

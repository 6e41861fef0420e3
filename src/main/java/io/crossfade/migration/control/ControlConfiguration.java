package io.crossfade.migration.control;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ControlProperties.class)
class ControlConfiguration {

    private static final Duration GUARD_LIMIT = Duration.ofSeconds(30);

    /** The exit code of a process that stops because another one runs. */
    private static final int ANOTHER_INSTANCE = 3;

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
    EnginePools enginePools(JdbcConnectionDetails details) {
        return new EnginePools(details.getJdbcUrl(), orEmpty(details.getUsername()), orEmpty(details.getPassword()));
    }

    @Bean(destroyMethod = "close")
    InstanceGuard instanceGuard(JdbcConnectionDetails details) throws SQLException, InterruptedException {
        InstanceGuard guard = new InstanceGuard(
                details.getJdbcUrl(),
                orEmpty(details.getUsername()),
                orEmpty(details.getPassword()),
                () -> Thread.ofPlatform().start(() -> System.exit(ANOTHER_INSTANCE)));
        guard.acquire(GUARD_LIMIT);
        return guard;
    }

    @Bean
    Instance instance(ControlProperties properties, Clock clock) {
        String version = ControlConfiguration.class.getPackage().getImplementationVersion();
        return new Instance(
                UUID.randomUUID().toString(),
                properties.address(),
                version == null ? "unknown" : version,
                clock.instant());
    }

    @Bean
    Leases leases(EnginePools pools, Instance instance) {
        return new Leases(pools.sync(), instance);
    }

    @Bean
    Events events(MeterRegistry meters) {
        return new Events(meters);
    }

    @Bean
    PostgresFence postgresFence(EnginePools pools) {
        return new PostgresFence(pools.sync());
    }

    @Bean
    UnitStates unitStates(
            Units units, PostgresFence fence, InstanceGuard guard, ObjectProvider<FlywayMigrationInitializer> schema)
            throws SQLException {
        schema.ifAvailable(ready -> {});
        return StartRecovery.recover(new UnitStates(units, fence), fence);
    }

    @Bean
    Audit audit(EnginePools pools) {
        return new Audit(pools.sync());
    }

    @Bean
    SingleInstanceFence sourceFence(UnitStates states) {
        SingleInstanceFence fence = new SingleInstanceFence();
        states.all().forEach(fence::standsAt);
        return fence;
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
            MeterRegistry meters,
            StoreNames names,
            ControlProperties properties) {
        return new PhaseRouter(
                states,
                sourceFence,
                new TargetTransactions(transactions, dataSource, fence),
                replication,
                shadowReads,
                new OperationMetrics(meters, names),
                properties.holdLimit());
    }

    @Bean
    Moves moves(
            Units units,
            UnitStates states,
            StoreNames names,
            PostgresFence fence,
            SourceFence sourceFence,
            Barrier barrier,
            ReplicaWrites replicaWrites,
            SourceData source,
            CatchUp catchUp,
            List<MoveListener> listeners,
            List<Gate> gates,
            Audit audit,
            EnginePools pools,
            ControlProperties properties,
            Clock clock) {
        Cutover cutover = new Cutover(fence, states, sourceFence, barrier, replicaWrites, properties);
        MoveExecution execution = new MoveExecution(
                states, fence, sourceFence, cutover, catchUp, listeners, audit, pools.sync(), properties, clock);
        return new Moves(units, states, names, gates, execution, new SourceRemoval(source, audit, clock, names), audit);
    }

    @Bean
    Gate strictGate(SourceFence fence) {
        return SwitchGates.strict(fence);
    }

    @Bean
    Gate allReadsSwitchedGate() {
        return SwitchGates.allReadsSwitched();
    }

    @Bean
    Gate replicaWritesQuietGate(ReplicaWrites writes) {
        return SwitchGates.replicaWritesQuiet(writes);
    }

    @Bean
    Gate sourceReachableGate(SourceData source) {
        return SwitchGates.sourceReachable(source);
    }

    /** Begins the engine's work once everything is wired: tells each part where the units stand, and looks after them. */
    @Bean
    ControlSchedule controlSchedule(
            UnitStates states,
            SourceFence fence,
            Barrier barrier,
            QuarantineCount quarantined,
            List<MoveListener> listeners,
            InstanceGuard guard) {
        return new ControlSchedule(states, new StrictKeeper(states, fence, barrier, quarantined), listeners, guard);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}

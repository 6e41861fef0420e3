package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.migration.control.Audit;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.migration.control.Instances;
import io.crossfade.migration.control.MoveHistory;
import io.crossfade.migration.control.MoveRuns;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.control.QuarantineCount;
import io.crossfade.migration.control.ReadsNow;
import io.crossfade.migration.control.Serving;
import io.crossfade.migration.control.StoreContact;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.Quarantine;
import io.crossfade.migration.verify.FindingsRepair;
import io.crossfade.migration.verify.SampledShadowReads;
import io.crossfade.migration.verify.ScheduledVerification;
import io.crossfade.migration.verify.StoreCheck;
import io.crossfade.migration.verify.Verification;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperationsProperties.class)
class OperationsConfiguration {

    @Bean
    KnownArguments knownArguments() {
        return new KnownArguments();
    }

    @Bean
    OperationBody operationBody() {
        return new OperationBody();
    }

    @Bean
    Audited audited(Audit audit) {
        return new Audited(audit);
    }

    @Bean
    TargetReachability targetReachability(EnginePools pools) {
        return new TargetReachability(pools.control(), System::nanoTime);
    }

    @Bean
    MigrationEndpoint migrationEndpoint(
            UnitStates states,
            StoreNames names,
            Moves moves,
            Quarantine quarantine,
            BackfillViews backfill,
            Feed feed,
            VerificationViews verification,
            Instances instances,
            TargetReachability target,
            ReadsNow reads,
            StoreContact contact,
            MoveRuns runs,
            MovesEndpoint requested,
            OperationsProperties properties) {
        return new MigrationEndpoint(
                new UnitViews(
                        states,
                        names,
                        moves,
                        quarantine,
                        backfill,
                        verification,
                        feed,
                        target,
                        reads,
                        contact,
                        requested),
                moves,
                runs,
                requested,
                instances,
                names,
                properties.answerAfter());
    }

    @Bean
    MovesEndpoint movesEndpoint(MoveHistory history, MoveRuns runs, StoreNames names) {
        return new MovesEndpoint(history, runs, names);
    }

    @Bean
    MovesWebExtension movesWebExtension(MovesEndpoint endpoint) {
        return new MovesWebExtension(endpoint);
    }

    @Bean
    InstancesEndpoint instancesEndpoint(Instances instances, StoreNames names, Audited audited) {
        return new InstancesEndpoint(instances, names, audited);
    }

    @Bean
    InstancesWebExtension instancesWebExtension(InstancesEndpoint endpoint) {
        return new InstancesWebExtension(endpoint);
    }

    /** Its name is that of the readiness group's member. */
    @Bean
    ServingHealth servingHealthIndicator(Serving serving) {
        return new ServingHealth(serving);
    }

    @Bean
    MigrationWebExtension migrationWebExtension(MigrationEndpoint endpoint) {
        return new MigrationWebExtension(endpoint);
    }

    @Bean
    BackfillViews backfillViews(Backfill backfill, QuarantineCount quarantine, StoreNames names) {
        return new BackfillViews(backfill, quarantine, names);
    }

    @Bean
    BackfillEndpoint backfillEndpoint(Units units, Backfill backfill, BackfillViews views, Audited audited) {
        return new BackfillEndpoint(units, backfill, views, audited);
    }

    @Bean
    BackfillWebExtension backfillWebExtension(BackfillEndpoint endpoint) {
        return new BackfillWebExtension(endpoint);
    }

    @Bean
    VerificationViews verificationViews(
            Verification verification, ScheduledVerification schedule, SampledShadowReads shadow, StoreNames names) {
        return new VerificationViews(verification, schedule, shadow, names);
    }

    @Bean
    VerificationEndpoint verificationEndpoint(
            Units units,
            Verification verification,
            FindingsRepair repair,
            SampledShadowReads shadow,
            VerificationViews views,
            Audited audited) {
        return new VerificationEndpoint(units, verification, repair, shadow, views, audited);
    }

    @Bean
    VerificationWebExtension verificationWebExtension(VerificationEndpoint endpoint) {
        return new VerificationWebExtension(endpoint);
    }

    @Bean
    CheckEndpoint checkEndpoint(
            StoreCheck check,
            Units units,
            SampledShadowReads shadow,
            VerificationViews views,
            StoreNames names,
            Audited audited) {
        return new CheckEndpoint(check, units, shadow, views, names, audited);
    }

    @Bean
    CheckWebExtension checkWebExtension(CheckEndpoint endpoint) {
        return new CheckWebExtension(endpoint);
    }

    @Bean
    QuarantineEndpoint quarantineEndpoint(Units units, Quarantine quarantine, KeySync sync, Audited audited) {
        return new QuarantineEndpoint(units, quarantine, sync, audited);
    }

    @Bean
    QuarantineWebExtension quarantineWebExtension(QuarantineEndpoint endpoint) {
        return new QuarantineWebExtension(endpoint);
    }

    @Bean
    MigrationAuditEndpoint migrationAuditEndpoint(Audit audit, StoreNames names) {
        return new MigrationAuditEndpoint(audit, names);
    }

    @Bean
    MigrationAuditWebExtension migrationAuditWebExtension(MigrationAuditEndpoint endpoint) {
        return new MigrationAuditWebExtension(endpoint);
    }
}

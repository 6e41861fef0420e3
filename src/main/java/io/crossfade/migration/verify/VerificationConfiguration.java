package io.crossfade.migration.verify;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.migration.backfill.Politeness;
import io.crossfade.migration.control.Audit;
import io.crossfade.migration.control.Barrier;
import io.crossfade.migration.control.BulkWork;
import io.crossfade.migration.control.CatchUp;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.QuarantineCount;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SourceReads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({VerificationProperties.class, ShadowProperties.class})
class VerificationConfiguration {

    @Bean
    BulkWork verificationWork(VerificationProperties properties) {
        return new BulkWork("verification", "'crossfade.verification.workers'", properties.workers());
    }

    @Bean
    Verification verification(
            Units units,
            UnitStates states,
            EnginePools pools,
            Installation installation,
            MongoDatabase database,
            SourceReads reads,
            KeySync sync,
            Barrier barrier,
            Politeness politeness,
            Audit audit,
            VerificationProperties properties) {
        return verification(
                units,
                states,
                pools.bulk(),
                installation,
                database,
                reads::anchored,
                KeyLook.by(sync, new Settling(states, barrier, pools.sync())),
                politeness,
                audit,
                properties);
    }

    static Verification verification(
            Units units,
            UnitStates states,
            DataSource dataSource,
            Installation installation,
            MongoDatabase database,
            Supplier<ClientSession> anchored,
            KeyLook keys,
            Politeness politeness,
            Audit audit,
            VerificationProperties properties) {
        VerificationRuns runs = new VerificationRuns(dataSource, properties.silence());
        Findings findings = new Findings(dataSource);
        Limits limits = new Limits(dataSource);
        return new Verification(
                units,
                runs,
                findings,
                limits,
                new VerificationRunner(
                        units,
                        states,
                        new Division(database, properties.rangeSize()),
                        new RangeVerification.Stores(
                                installation,
                                new SourcePages(database, anchored),
                                new TargetPages(dataSource),
                                keys,
                                new Ranges(dataSource, properties.silence()),
                                findings,
                                properties),
                        runs,
                        limits,
                        politeness),
                new Alarms(audit),
                properties.silence().dividedBy(4));
    }

    @Bean
    StoreCheck storeCheck(
            Units units,
            UnitStates states,
            EnginePools pools,
            MongoDatabase database,
            KeySync sync,
            QuarantineCount quarantine,
            VerificationProperties properties) {
        return new StoreCheck(
                units,
                states,
                new SourceCounts(database, properties.checkLimit()),
                new TargetCounts(pools.bulk(), properties.checkLimit()),
                KeyLook.by(sync, unit -> false),
                quarantine);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ScheduledVerification scheduledVerification(
            Verification verification,
            UnitStates states,
            Backfill backfill,
            Leases leases,
            Clock clock,
            VerificationProperties properties) {
        return new ScheduledVerification(
                verification,
                states,
                unit -> backfill.status(unit).complete(),
                leases,
                clock,
                properties.interval(),
                Duration.ofMinutes(1));
    }

    @Bean
    FindingsRepair findingsRepair(EnginePools pools, KeySync sync) {
        return new FindingsRepair(new Findings(pools.sync()), sync);
    }

    @Bean
    VerificationMetrics verificationMetrics(
            Units units, EnginePools pools, Clock clock, VerificationProperties properties) {
        return new VerificationMetrics(units, new VerificationRuns(pools.sync(), properties.silence()), clock);
    }

    @Bean
    CatchUp catchUp(Verification verification, VerificationProperties properties) {
        return new RepeatedRepair(verification, properties.silence().multipliedBy(2));
    }

    @Bean
    VerifiedCleanGate verifiedCleanGate(Units units, EnginePools pools, VerificationProperties properties) {
        return new VerifiedCleanGate(units, pools.sync(), properties.maxAge());
    }

    @Bean
    SampledShadowReads sampledShadowReads(
            Units units, UnitStates states, MeterRegistry meters, StoreNames names, ShadowProperties properties) {
        SampledShadowReads shadow = new SampledShadowReads(states, meters, names, properties);
        units.all().forEach(unit -> shadow.show(unit.name()));
        return shadow;
    }
}

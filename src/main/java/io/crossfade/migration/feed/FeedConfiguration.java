package io.crossfade.migration.feed;

import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.QuarantineCount;
import io.crossfade.migration.control.SourceData;
import io.crossfade.migration.control.StoreContact;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.Quarantine;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedProperties.class)
class FeedConfiguration {

    @Bean
    Feed feed(
            Units units,
            UnitStates states,
            MongoDatabase database,
            Installation installation,
            EnginePools pools,
            KeySync sync,
            FeedProperties properties,
            Leases leases,
            StoreContact contact,
            Clock clock,
            StoreNames names) {
        return new Feed(
                units, states, database, installation, pools.sync(), sync, properties, leases, contact, clock, names);
    }

    @Bean
    FeedMetrics feedMetrics(Feed feed, Units units) {
        return new FeedMetrics(feed, units);
    }

    @Bean
    SourceData sourceData(MongoDatabase database, Units units) {
        return new MongoSourceData(database, units);
    }

    @Bean
    QuarantineRedrive quarantineRedrive(
            UnitStates states, Quarantine quarantine, KeySync sync, Leases leases, FeedProperties properties) {
        return new QuarantineRedrive(states, quarantine, sync, leases, properties.redriveInterval());
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService quarantineSchedule(QuarantineRedrive redrive, FeedProperties properties) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("crossfade-redrive").factory());
        long millis = properties.redriveInterval().toMillis();
        executor.scheduleWithFixedDelay(redrive::redriveThoseThatWait, millis, millis, TimeUnit.MILLISECONDS);
        return executor;
    }

    @Bean
    Gate caughtUpGate(Feed feed, FeedProperties properties) {
        return FeedGates.caughtUp(feed, properties.maxLag());
    }

    @Bean
    Gate historyKeptGate(Feed feed) {
        return FeedGates.historyKept(feed);
    }

    @Bean
    Gate nothingQuarantinedGate(QuarantineCount quarantine) {
        return FeedGates.nothingQuarantined(quarantine);
    }
}

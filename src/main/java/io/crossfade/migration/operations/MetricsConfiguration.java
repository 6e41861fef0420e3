package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.migration.control.Instances;
import io.crossfade.migration.control.ReadsNow;
import io.crossfade.migration.control.Serving;
import io.crossfade.migration.control.StoreContact;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.sync.Quarantine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    static StoreTags storeTags(StoreNames names) {
        return new StoreTags(names);
    }

    @Bean
    ServingMetrics servingMetrics(Units units, Serving serving) {
        return new ServingMetrics(units, serving);
    }

    @Bean
    MigrationMetrics migrationMetrics(
            Units units,
            UnitStates states,
            Quarantine quarantine,
            Feed feed,
            TargetReachability target,
            ReadsNow reads,
            StoreNames names) {
        return new MigrationMetrics(units, states, quarantine, feed, target, reads, names);
    }

    @Bean
    BackfillMetrics backfillMetrics(Units units, BackfillViews backfill, TargetReachability target) {
        return new BackfillMetrics(units, backfill, target);
    }

    @Bean
    StoreMetrics storeMetrics(StoreContact contact, Instances instances, EnginePools pools) {
        return new StoreMetrics(contact, instances, pools);
    }
}

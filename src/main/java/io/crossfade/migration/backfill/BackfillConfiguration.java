package io.crossfade.migration.backfill;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.BulkWork;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.migration.control.Events;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SourceReads;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BackfillProperties.class)
class BackfillConfiguration {

    /** Short enough that little piles up, long enough that nobody notices. */
    private static final Duration FORGETTING = Duration.ofSeconds(10);

    @Bean
    BulkWork copyWork(BackfillProperties properties) {
        int workers = BackfillWorkers.threads(properties.workers());
        return new BulkWork("the copy", "'crossfade.backfill.workers' and one", workers);
    }

    @Bean
    Backfill backfill(
            Units units,
            UnitStates states,
            StoreNames names,
            EnginePools pools,
            BackfillWorkers workers,
            UnitBackfill work,
            Pace pace,
            Clock clock,
            BackfillProperties properties) {
        return new Backfill(
                units,
                states,
                names,
                new Runs(pools.sync()),
                new Chunks(pools.sync()),
                work,
                workers,
                pace,
                clock,
                properties.size());
    }

    /** One for all bulk work of this instance. */
    @Bean
    Politeness politeness(
            EnginePools pools, MeterRegistry meters, Units units, Feed feed, BackfillProperties properties) {
        return new Politeness(
                List.of(
                        Signals.liveLatency(meters, properties.maxLiveLatency().toMillis()),
                        Signals.commitLatency(
                                pools.sync(), properties.maxCommitLatency().toMillis()),
                        Signals.replicaLag(
                                pools.sync(), properties.maxReplicaLag().toMillis()),
                        Signals.feedLag(
                                () -> longestLag(units, feed),
                                properties.maxFeedLag().toMillis())),
                System::nanoTime);
    }

    private static Duration longestLag(Units units, Feed feed) {
        return units.all().stream()
                .flatMap(unit -> Stream.ofNullable(feed.status(unit.name()).age()))
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    @Bean
    Pace backfillPace(EnginePools pools, Politeness politeness) {
        return new Pace(pools.sync(), politeness);
    }

    /** The percentile by which a backfill tells that live requests suffer: now, not a minute ago when a store was away. */
    @Bean
    static MeterFilter livePercentile() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return Signals.TIMERS.contains(id.getName())
                        ? DistributionStatisticConfig.builder()
                                .percentiles(Signals.PERCENTILE)
                                .expiry(Signals.RECENT)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }

    @Bean
    UnitBackfill unitBackfill(
            Units units,
            UnitStates states,
            EnginePools pools,
            PostgresFence fence,
            MongoClient client,
            MongoDatabase database,
            SourceReads reads,
            KeySync sync,
            Events events,
            Pace pace,
            Clock clock,
            BackfillProperties properties) {
        return unitBackfill(
                units,
                states,
                pools.sync(),
                pools.bulk(),
                fence,
                client,
                database,
                reads::anchored,
                sync::sync,
                events,
                pace,
                clock,
                properties.assumptions(),
                properties.limits(),
                Step.Observer.NONE);
    }

    static UnitBackfill unitBackfill(
            Units units,
            UnitStates states,
            DataSource control,
            DataSource bulk,
            PostgresFence fence,
            MongoClient client,
            MongoDatabase database,
            Supplier<ClientSession> anchored,
            SyncByKey sync,
            Events events,
            Pace pace,
            Clock clock,
            Inspection.Assumptions assumptions,
            ChunkMerge.Limits limits,
            Step.Observer observer) {
        Runs runs = new Runs(control);
        Chunks chunks = new Chunks(control);
        TouchedKeys touched = new TouchedKeys(control);
        SourceChunks source = new SourceChunks(database, anchored);
        SourceSample sample = new SourceSample(database);
        ChunkMerge merge = new ChunkMerge(units, fence, source, chunks, touched, limits, observer);
        ChunkWork work = new ChunkWork(
                bulk, chunks, merge, new SyncBarrier(control), touched, sync, source, pace, events, observer);
        return new UnitBackfill(
                states,
                runs,
                new Inspection(client, database, source, sample, runs, chunks, clock, assumptions),
                new Planning(bulk, chunks, sample),
                work,
                new TouchedKeysExpiry(control, touched, FORGETTING, System::nanoTime));
    }

    @Bean
    BackfillWorkers backfillWorkers(
            Units units, UnitStates states, UnitBackfill backfill, BackfillProperties properties) {
        return new BackfillWorkers(units, states, backfill, properties.workers());
    }

    @Bean
    BackfillMoves backfillMoves(EnginePools pools, BackfillWorkers workers, BackfillProperties properties) {
        return new BackfillMoves(new Runs(pools.sync()), workers, properties.size());
    }

    @Bean
    BackfillCompleteGate backfillCompleteGate(Backfill backfill) {
        return new BackfillCompleteGate(backfill);
    }
}

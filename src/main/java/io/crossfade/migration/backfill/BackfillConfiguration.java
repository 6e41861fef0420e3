package io.crossfade.migration.backfill;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.migration.control.Events;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SourceReads;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BackfillProperties.class)
class BackfillConfiguration {

    @Bean
    Backfill backfill(
            Units units,
            UnitStates states,
            StoreNames names,
            EnginePools pools,
            BackfillWorkers workers,
            UnitBackfill work,
            BackfillProperties properties) {
        return new Backfill(
                units,
                states,
                names,
                new Runs(pools.sync()),
                new Chunks(pools.sync()),
                work,
                workers,
                properties.size());
    }

    @Bean
    UnitBackfill unitBackfill(
            Units units,
            UnitStates states,
            EnginePools pools,
            PostgresFence fence,
            MongoDatabase database,
            SourceReads reads,
            KeySync sync,
            Events events,
            BackfillProperties properties) {
        return unitBackfill(
                units,
                states,
                pools.sync(),
                pools.bulk(),
                fence,
                database,
                reads::anchored,
                sync::sync,
                events,
                properties.chunkLimit(),
                Step.Observer.NONE);
    }

    static UnitBackfill unitBackfill(
            Units units,
            UnitStates states,
            DataSource control,
            DataSource bulk,
            PostgresFence fence,
            MongoDatabase database,
            Supplier<ClientSession> anchored,
            SyncByKey sync,
            Events events,
            Duration chunkLimit,
            Step.Observer observer) {
        Chunks chunks = new Chunks(control);
        TouchedKeys touched = new TouchedKeys(control);
        SourceChunks source = new SourceChunks(database, anchored);
        ChunkMerge merge = new ChunkMerge(units, fence, source, chunks, touched, chunkLimit, observer);
        ChunkWork work =
                new ChunkWork(bulk, chunks, merge, new SyncBarrier(control), touched, sync, source, events, observer);
        return new UnitBackfill(
                states, new Runs(control), new Planning(bulk, chunks, new SourceSample(source, database)), work);
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

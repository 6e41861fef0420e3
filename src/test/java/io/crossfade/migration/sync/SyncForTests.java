package io.crossfade.migration.sync;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.testing.TwoStores;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** Builds the real sync by key without a Spring context. */
public final class SyncForTests {

    private static final SyncProperties LIMITS = new SyncProperties(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMillis(100));

    private SyncForTests() {}

    /** Limits so short that an outage costs a test little. */
    static SyncProperties shortLimits(Duration source, Duration transaction) {
        return new SyncProperties(transaction, source, transaction, Duration.ofMillis(100));
    }

    public static SourceReads reads(MongoClient client, MongoDatabase database) {
        return new SourceReads(client, database, LIMITS.sourceLimit());
    }

    /** As {@link TwoStores} has one, but for its limits and its way to the target. */
    static KeySync keySync(TwoStores stores, DataSource target, SyncProperties limits) {
        return keySync(
                stores.units,
                target,
                new PostgresFence(target, stores.fence.installation()),
                stores.source,
                new SourceReads(stores.client, stores.source, limits.sourceLimit()),
                new Quarantine(target),
                limits);
    }

    public static KeySync keySync(
            Units units, DataSource dataSource, PostgresFence fence, MongoDatabase database, SourceReads reads) {
        return keySync(units, dataSource, fence, database, reads, new Quarantine(dataSource));
    }

    /** A quarantine that keeps documents. */
    public static Quarantine quarantine(DataSource dataSource, byte[] key) {
        return new Quarantine(dataSource, new SealedDocuments(key));
    }

    public static KeySync keySync(
            Units units,
            DataSource dataSource,
            PostgresFence fence,
            MongoDatabase database,
            SourceReads reads,
            Quarantine quarantine) {
        return keySync(units, dataSource, fence, database, reads, quarantine, LIMITS);
    }

    private static KeySync keySync(
            Units units,
            DataSource dataSource,
            PostgresFence fence,
            MongoDatabase database,
            SourceReads reads,
            Quarantine quarantine,
            SyncProperties limits) {
        return SyncConfiguration.keySync(
                units,
                dataSource,
                fence,
                database,
                reads,
                new SourceWrites(
                        reads::anchored,
                        database,
                        fence.installation(),
                        limits.sourceLimit(),
                        Clock.systemUTC(),
                        System::nanoTime),
                pipeline -> () -> {},
                quarantine,
                limits);
    }
}

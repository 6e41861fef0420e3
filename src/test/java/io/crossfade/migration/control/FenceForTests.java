package io.crossfade.migration.control;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.Side;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** A fence of the test's own, which the running engine leaves alone, seen by one instance at once and for long. */
public final class FenceForTests {

    private static final Duration LONG = Duration.ofHours(1);

    private FenceForTests() {}

    /** As when the connection is lost: what answers next may be another source. */
    public static void loseSource(Installation installation) {
        installation.sourceLost();
    }

    /** As when the connection is lost, and the source of two new stores was asked again. */
    public static void reconnect(Installation installation) {
        installation.sourceLost();
        Installation.TargetWord unmarked = new Installation.TargetWord(null, false, "", Set.of());
        installation.judge(unmarked, new Installation.SourceWord(null, null, Set.of(), false), unmarked);
    }

    /** What the engine does by itself within seconds. Where another is faster, nothing is left to do. */
    public static void follow(SourceFence fence, FenceRow row) {
        try {
            if (row.phase().authority() == Side.SOURCE) {
                new SourceFenceFollower(fence).follow(row, Duration.ofSeconds(20));
            } else {
                FenceDocument document = fence.read(row.unit());
                fence.replace(document, document.with(Mode.CLOSED));
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** @param rows as the units stand; the fence is brought there */
    static MongoFence over(EngineForTests engine, FenceRow... rows) {
        String name = "fence_" + UUID.randomUUID();
        create(engine, name, rows);
        MongoFence fence = instance(engine, name, LONG, Duration.ofMillis(50));
        fence.whenChanged(() -> fence.refresh(List.of()), () -> {});
        fence.refresh(List.of(rows));
        return fence;
    }

    /** One of several over the same database; whoever wants it refreshed does that. */
    static MongoFence instance(EngineForTests engine, String database, Duration ttl, Duration over) {
        return instance(engine, database, ttl, over, Clock.systemUTC(), System::nanoTime);
    }

    static MongoFence instance(
            EngineForTests engine, String database, Duration ttl, Duration over, Clock clock, LongSupplier ticker) {
        MongoDatabase own = engine.client().getDatabase(database);
        return fence(
                own,
                anchor(engine.client(), own),
                new Instance(UUID.randomUUID().toString(), "test", "test", Instant.EPOCH),
                ttl,
                over,
                clock,
                ticker,
                new Events(new SimpleMeterRegistry()));
    }

    static MongoAnchor anchor(MongoClient client, MongoDatabase database) {
        return new MongoAnchor(client, database, Duration.ofSeconds(5));
    }

    /** Over stores that belong to no installation. */
    static MongoFence fence(
            MongoDatabase database,
            MongoAnchor anchor,
            Instance self,
            Duration ttl,
            Duration over,
            Clock clock,
            LongSupplier ticker,
            Events events) {
        Installation installation = Installation.ofNewStores();
        return new MongoFence(
                new MongoFenceDocuments(database, anchor, ttl, installation),
                installation,
                new MongoInstances(database, anchor, self, ttl),
                self,
                ttl,
                over,
                clock,
                ticker,
                events);
    }

    /** Creates the fences of units, wherever they stand. */
    static void create(EngineForTests engine, String database, FenceRow... rows) {
        MongoDatabase own = engine.client().getDatabase(database);
        create(own, anchor(engine.client(), own), rows);
    }

    static void create(MongoDatabase database, MongoAnchor anchor, FenceRow... rows) {
        MongoFenceDocuments documents =
                new MongoFenceDocuments(database, anchor, Duration.ofSeconds(5), Installation.ofNewStores());
        List.of(rows).forEach(row -> documents.create(FenceDocument.first(row)));
    }

    static Mode mode(SourceFence fence, String unit) {
        return fence.read(unit).mode();
    }

    /** Whatever it stood at before. */
    static void set(SourceFence fence, String unit, Mode mode) {
        FenceDocument now = fence.read(unit);
        if (!fence.replace(now, now.with(mode))) {
            throw new IllegalStateException("Somebody else moves the fence");
        }
    }
}

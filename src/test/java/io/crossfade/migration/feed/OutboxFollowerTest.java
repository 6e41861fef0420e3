package io.crossfade.migration.feed;

import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.crossfade.migration.control.Leases;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SyncResult;
import io.crossfade.migration.testing.TwoStores;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.stubbing.Answer;

/** One unit's trouble is no other's, whichever comes first. */
class OutboxFollowerTest {

    private final KeySync sync = mock(KeySync.class);
    private final CountDownLatch ends = new CountDownLatch(1);
    private TwoStores stores;
    private Thread thread;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("target");
        stores.sql("INSERT INTO crossfade.outbox (unit, key) VALUES ('owners', gen_random_uuid()),"
                + " ('items', gen_random_uuid())");
    }

    @AfterEach
    void close() throws Exception {
        ends.countDown();
        thread.interrupt();
        thread.join();
        stores.close();
    }

    private Answer<SyncResult> trouble(String kind) {
        return call -> {
            switch (kind) {
                case "an error" -> throw new AssertionError();
                case "no memory" -> throw new OutOfMemoryError();
                default -> ends.await();
            }
            return new SyncResult(0, Set.of());
        };
    }

    @ParameterizedTest
    @CsvSource({
        "an error, owners, items",
        "an error, items, owners",
        "no memory, owners, items",
        "a sync without end, owners, items",
        "a sync without end, items, owners"
    })
    void holdsUpNoOtherUnit(String kind, String troubled, String other) throws Exception {
        AtomicInteger synced = new AtomicInteger();
        when(sync.sync(eq(troubled), anyCollection())).thenAnswer(trouble(kind));
        when(sync.sync(eq(other), anyCollection())).thenAnswer(call -> {
            synced.incrementAndGet();
            return new SyncResult(1, Set.of());
        });
        Leases leases = mock(Leases.class);
        when(leases.acquire(any(), any())).thenReturn(true);

        thread = Thread.ofPlatform().daemon().start(follower(leases));

        await().until(() -> synced.get() > 3);
    }

    /** Red if the trouble of work that another has done meanwhile stands for ever, and with it every gate. */
    @Test
    void forgetsTheTroubleOfWorkThatIsNoLongerThere() throws Exception {
        when(sync.sync(any(), anyCollection())).thenThrow(new AssertionError());
        Leases leases = mock(Leases.class);
        when(leases.acquire(any(), any())).thenReturn(true);
        OutboxFollower follower = follower(leases);
        thread = Thread.ofPlatform().daemon().start(follower);
        await().until(() -> follower.problem("owners") != null);

        stores.sql("DELETE FROM crossfade.outbox");

        await().until(() -> follower.problem("owners") == null && follower.problem("items") == null);
    }

    private OutboxFollower follower(Leases leases) {
        return new OutboxFollower(
                stores.target,
                stores.states,
                sync,
                new FeedProperties(
                        10,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(10),
                        Duration.ofMillis(10),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)),
                leases);
    }
}

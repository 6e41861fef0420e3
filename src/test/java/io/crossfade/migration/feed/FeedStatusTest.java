package io.crossfade.migration.feed;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.StoreContact;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.testing.EngineForTests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance that does not follow tells of how far behind a replica is: what it was told, and no longer than that is worth. */
class FeedStatusTest {

    private static EngineForTests engine;

    private final AtomicLong nanos = new AtomicLong();
    private final StoreContact contact = new StoreContact(Clock.systemUTC(), nanos::get);
    private Feed feed;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
        engine.bean(Feed.class).stop();
    }

    @AfterAll
    static void end() {
        engine.close();
    }

    @BeforeEach
    void standBesideAnotherThatFollows() {
        engine.execute("DELETE FROM crossfade.outbox");
        engine.keepOut("feed:" + OWNERS, "outbox");
        // After one look it waits for longer than the test.
        FeedProperties properties = new FeedProperties(
                500,
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofHours(1));
        feed = new Feed(
                engine.bean(Units.class),
                engine.bean(UnitStates.class),
                engine.database(),
                engine.bean(Installation.class),
                engine.postgres(),
                engine.bean(KeySync.class),
                properties,
                engine.bean(Leases.class),
                contact,
                Clock.systemUTC(),
                engine.bean(StoreNames.class));
        answer();
    }

    @AfterEach
    void stop() {
        feed.stop();
    }

    private void answer() {
        contact.answered(Side.SOURCE);
        contact.answered(Side.TARGET);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void stand(Phase phase) {
        engine.stand(OWNERS, phase);
        feed.standsAt(engine.bean(UnitStates.class).get(OWNERS));
        await("its only look").until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("crossfade-feed-" + OWNERS))
                .anyMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
    }

    private void changedBefore(int seconds) {
        engine.execute("INSERT INTO crossfade.outbox (unit, key, at) VALUES ('owners', gen_random_uuid(),"
                + " clock_timestamp() - interval '" + seconds + " seconds')");
    }

    /** Red if a minute without the store is a minute of lag; the gate and the copy go by the whole age. */
    @Test
    void aLagLeavesOutTheTimeInWhichAStoreWasAway() {
        stand(Phase.TARGET);
        changedBefore(90);
        pass(Duration.ofSeconds(60));
        contact.answered(Side.TARGET);
        FeedStatus meanwhile = feed.status(OWNERS);
        assertThat(meanwhile.awaySince()).containsOnlyKeys(Side.SOURCE);
        assertThat(meanwhile.waiting()).isEqualTo(1);
        assertThat(meanwhile.lag()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(50));
        assertThat(meanwhile.age()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(110));

        answer();
        assertThat(feed.status(OWNERS).awaySince()).isEmpty();
        assertThat(feed.status(OWNERS).lag()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(50));
    }

    /** Red if something waits and the lag is none, or the other way round. */
    @Test
    void whatWaitsAndTheLagAgreeWhicheverStoreDecides() {
        stand(Phase.DUAL_WRITE);
        engine.execute("UPDATE crossfade.checkpoint SET saved_at = now(), told_at = now(), caught_up_at = now()");
        assertThat(feed.status(OWNERS)).returns(Duration.ZERO, FeedStatus::lag).returns(0L, FeedStatus::waiting);

        changedBefore(90);
        assertThat(feed.status(OWNERS).waiting()).isEqualTo(1);
        assertThat(feed.status(OWNERS).lag()).isGreaterThanOrEqualTo(Duration.ofSeconds(89));

        engine.execute("DELETE FROM crossfade.outbox");
        engine.execute("UPDATE crossfade.checkpoint SET caught_up_at = now() - interval '40 seconds'");
        assertThat(feed.status(OWNERS).lag()).isGreaterThanOrEqualTo(Duration.ofSeconds(39));
        assertThat(feed.status(OWNERS).waiting())
                .as("nobody counts what waits in the stream")
                .isNull();
    }

    /** Red if what a follower said that is no more is shown as what is. */
    @Test
    void whatNobodyHasToldForAWhileIsNotKnown() {
        stand(Phase.DUAL_WRITE);
        engine.execute("UPDATE crossfade.checkpoint SET saved_at = now() - interval '1 minute', told_at = saved_at,"
                + " caught_up_at = now() - interval '1 minute', problem = 'of then'");
        assertThat(feed.status(OWNERS).notKnownSince()).as("it lives").isNull();
        assertThat(feed.status(OWNERS).problem()).isEqualTo("of then");

        engine.execute("UPDATE crossfade.checkpoint SET told_at = saved_at");
        engine.execute("UPDATE crossfade.lease SET until = now() - interval '50 seconds' WHERE name = 'feed:owners'");
        FeedStatus gone = feed.status(OWNERS);
        assertThat(gone.following()).isFalse();
        assertThat(gone.lag()).isNull();
        assertThat(gone.waiting()).isNull();
        assertThat(gone.problem()).isNull();
        assertThat(gone.notKnownSince())
                .isBetween(Instant.now().minusSeconds(90), Instant.now().minusSeconds(55));
    }
}

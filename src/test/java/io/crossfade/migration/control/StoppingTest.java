package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.feed.Feed;
import io.crossfade.testing.EngineForTests;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance that stops: what it does last, and in which order. */
class StoppingTest {

    private final Set<Thread> others = new HashSet<>(followers(Set.of()));
    private EngineForTests engine;

    @BeforeEach
    void follow() {
        engine = EngineForTests.start();
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        await().until(() -> leads("feed:owners"));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static Set<Thread> followers(Set<Thread> others) {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("crossfade-feed-"));
        threads.removeAll(others);
        return threads;
    }

    private String id() {
        return engine.bean(Instance.class).id();
    }

    private boolean leads(String lease) {
        return engine.query("SELECT holder FROM crossfade.lease WHERE name = '" + lease + "'")
                .equals(List.of(id()));
    }

    @Test
    void leavesTheTargetAlsoIfTheSourceIsAway() {
        engine.mongo().stop();
        engine.bean(Feed.class).stop();
        engine.bean(ControlSchedule.class).stop();
        engine.mongo().restart();

        assertThat(engine.query("SELECT id FROM crossfade.instance")).doesNotContain(id());
        assertThat(leads("feed:owners")).isFalse();
    }

    @Test
    void itsFollowersEndBeforeItsLeasesAreGivenUp() {
        Feed feed = engine.bean(Feed.class);
        assertThat(followers(others)).isNotEmpty();

        feed.stop();

        assertThat(followers(others)).noneMatch(Thread::isAlive);
        feed.standsAt(engine.bean(UnitStates.class).get(OWNERS));
        assertThat(followers(others)).as("none begins any more").isEmpty();
        assertThat(feed.getPhase())
                .as("Spring stops it before")
                .isGreaterThan(engine.bean(ControlSchedule.class).getPhase());

        feed.start();
        assertThat(followers(others)).isNotEmpty();
    }
}

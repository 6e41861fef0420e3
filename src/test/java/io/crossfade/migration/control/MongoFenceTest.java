package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import io.crossfade.embedded.mongo.Command;
import io.crossfade.embedded.mongo.Faults;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Permits of several instances: what each may still do when another has changed the fence, and for how long. */
class MongoFenceTest {

    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(5);

    private static EngineForTests engine;

    private final String database = "fence_" + UUID.randomUUID();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong wallMillis = new AtomicLong();
    private MongoFence one;
    private MongoFence other;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void beStrictInTwoInstances() {
        one = FenceForTests.instance(engine, database, TTL, LONG);
        Clock wall = new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(wallMillis.get());
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        other = FenceForTests.instance(engine, database, TTL, LONG, wall, nanos::get);
        FenceRow row = engine.bean(UnitStates.class).get(OWNERS).withPhase(Phase.READ_SWITCH);
        FenceForTests.create(engine, database, row);
        one.refresh(List.of(row));
        FenceForTests.set(one, OWNERS, Mode.STRICT);
        other.refresh(List.of());
    }

    private FenceDocument permit() {
        return other.permit(OWNERS).orElseThrow();
    }

    @Test
    void tellsSinceWhenTheUnitIsInItsMode() {
        FenceDocument strict = one.read(OWNERS);
        assertThat(strict.modeSince())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));

        assertThat(one.replace(strict, strict.at(Phase.READ_SWITCH, 50))).isTrue();
        assertThat(one.read(OWNERS).modeSince()).as("the percentage is no mode").isEqualTo(strict.modeSince());

        await().until(() -> Instant.now().toEpochMilli() > strict.modeSince().toEpochMilli());
        FenceForTests.set(one, OWNERS, Mode.RELAXED);
        assertThat(one.read(OWNERS).modeSince()).isAfter(strict.modeSince());
        other.refresh(List.of());
        assertThat(permit().modeSince()).isEqualTo(one.read(OWNERS).modeSince());
        wallMillis.addAndGet(TTL.toMillis());
        assertThat(other.known(OWNERS))
                .as("read, however long ago")
                .map(FenceDocument::mode)
                .contains(Mode.RELAXED);
    }

    @Test
    void aPermitRunsOutByItsOwnClock() {
        nanos.addAndGet(TTL.toNanos() - 1);
        assertThat(other.permit(OWNERS)).isPresent();
        nanos.addAndGet(1);
        assertThat(other.permit(OWNERS)).isEmpty();
    }

    @Test
    void aPermitRunsOutByTheWallClockOfAMachineThatSlept() {
        wallMillis.addAndGet(TTL.toMillis());
        assertThat(other.permit(OWNERS)).isEmpty();
    }

    @Test
    void aPermitIsCountedFromBeforeTheFenceWasAsked() {
        AtomicBoolean asked = new AtomicBoolean();
        AtomicLong later = new AtomicLong(TTL.toNanos() - 1);
        MongoFence slow = FenceForTests.instance(
                engine, database, TTL, LONG, Clock.systemUTC(), () -> asked.getAndSet(true) ? later.get() : 0);
        slow.refresh(List.of());
        assertThat(slow.permit(OWNERS)).isPresent();
        later.incrementAndGet();
        assertThat(slow.permit(OWNERS)).isEmpty();
    }

    @Test
    void aWriteIsNotAcknowledgedIfTheSourceWasClosedMeanwhile() throws InterruptedException {
        FenceDocument before = other.beginWrite(OWNERS, 1).orElseThrow();
        FenceForTests.set(one, OWNERS, Mode.CLOSED);
        FenceForTests.set(one, OWNERS, Mode.STRICT);
        other.refresh(List.of());

        assertThat(permit().mode()).isEqualTo(before.mode());
        assertThat(other.afterWrite(before)).isEmpty();
    }

    @Test
    void aWriteGoesOnAsThePresentModeAsks() throws InterruptedException {
        FenceForTests.set(one, OWNERS, Mode.RELAXED);
        other.refresh(List.of());
        FenceDocument before = other.beginWrite(OWNERS, 1).orElseThrow();
        FenceForTests.set(one, OWNERS, Mode.TIGHTENING);
        other.refresh(List.of());

        assertThat(other.afterWrite(before).map(FenceDocument::mode)).contains(Mode.TIGHTENING);
    }

    @Test
    void aWriteWhosePermitRanOutIsNotAcknowledged() throws InterruptedException {
        FenceDocument before = other.beginWrite(OWNERS, 1).orElseThrow();
        nanos.addAndGet(TTL.toNanos());
        assertThat(other.afterWrite(before)).isEmpty();
    }

    private boolean over(FenceDocument document, long since, Duration limit) throws InterruptedException {
        one.refresh(List.of());
        return one.awaitOlderPermitsOver(document, since, limit);
    }

    @Test
    void whoClosesWaitsForEveryRegisteredInstance() throws InterruptedException {
        FenceForTests.set(one, OWNERS, Mode.CLOSED);
        FenceDocument closed = one.read(OWNERS);

        assertThat(over(closed, System.nanoTime(), Duration.ofMillis(50))).isFalse();
        other.refresh(List.of());
        assertThat(over(closed, System.nanoTime(), Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void whoClosesNeedNotWaitOnceEveryOlderPermitIsOver() throws InterruptedException {
        FenceForTests.set(one, OWNERS, Mode.CLOSED);
        assertThat(over(one.read(OWNERS), System.nanoTime() - LONG.toNanos(), Duration.ofMillis(50)))
                .isTrue();
    }

    @Test
    void anInstanceIsWaitedForFromItsRegistrationOn() throws InterruptedException {
        MongoFence third = FenceForTests.instance(engine, database, TTL, LONG);
        third.instances().register();
        FenceForTests.set(one, OWNERS, Mode.CLOSED);
        other.refresh(List.of());

        assertThat(over(one.read(OWNERS), System.nanoTime(), Duration.ofMillis(50)))
                .as("it may have read the fence as it was before")
                .isFalse();
    }

    @Test
    void anInstanceThatWasRemovedHasNoPermitUntilItIsRegisteredAgain() {
        one.instances().listNow().forEach(instance -> one.instances().remove(instance.id(), instance.beat()));

        other.refresh(List.of());
        assertThat(other.permit(OWNERS)).isEmpty();
        other.refresh(List.of());
        assertThat(other.permit(OWNERS)).isPresent();
        assertThat(one.instances().listNow()).hasSize(1);
    }

    /** Red if all that was read is taken in before this instance has made sure of its registration. */
    @Test
    void nothingButACloseCountsBeforeTheRegistrationIsConfirmed() {
        FenceDocument strict = permit();
        FenceForTests.set(one, OWNERS, Mode.RELAXED);
        refreshUnconfirmed();
        assertThat(permit()).isEqualTo(strict);

        FenceForTests.set(one, OWNERS, Mode.CLOSED);
        refreshUnconfirmed();
        assertThat(permit().mode()).isEqualTo(Mode.CLOSED);
    }

    private void refreshUnconfirmed() {
        Predicate<Command> confirmation = Command.named("update").and(Command.on("crossfade_instance"));
        try (Faults.Fault fault = engine.mongo().faults().refuse(confirmation, 96, "OperationFailed")) {
            assertThatThrownBy(() -> other.refresh(List.of())).isInstanceOf(MongoException.class);
        }
    }

    @Test
    void aWriterThatFindsTheReplicaGivenUpWaitsUntilNobodyReadsThere() throws InterruptedException {
        MongoFence hasty = FenceForTests.instance(engine, database, TTL, Duration.ofMillis(300));
        FenceForTests.set(one, OWNERS, Mode.RELAXED);
        long found = System.nanoTime();
        hasty.refresh(List.of());
        FenceDocument relaxed = hasty.permit(OWNERS).orElseThrow();

        assertThat(hasty.awaitRelaxedEverywhere(relaxed)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - found)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(hasty.awaitRelaxedEverywhere(relaxed))
                .as("once over nobody waits")
                .isFalse();
    }

    @Test
    void noWriterWaitsBeforeReadsAreSwitched() throws InterruptedException {
        FenceForTests.set(one, OWNERS, Mode.RELAXED);
        FenceDocument early = one.read(OWNERS).at(Phase.DUAL_WRITE, 0);
        assertThat(one.awaitRelaxedEverywhere(early)).isFalse();
    }

    @Test
    void namesWhoGivesNoSignOfLife() throws Exception {
        assertThat(one.silent(Duration.ofMillis(50))).hasSize(1);
        CompletableFuture<List<String>> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return one.silent(Duration.ofSeconds(20));
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        while (!asked.isDone()) {
            other.refresh(List.of());
        }
        assertThat(asked.get()).isEmpty();
    }
}

package io.crossfade.torture.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.torture.weave.Failpoints.Action;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is woven takes effect in the service's own classes, and is gone with the weaving. */
class WeavingTest {

    private static final String POINT = "feed.before-save";

    private final List<String> failures = new ArrayList<>();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final List<Integer> deaths = new ArrayList<>();
    private final AtomicInteger stalls = new AtomicInteger();

    @AfterEach
    void nothingFailed() {
        Failpoints.install(failpoints(0, 0));
        assertThat(failures).isEmpty();
    }

    private Weaving weaving() {
        return new Weaving(failures::add);
    }

    /** No others: services that other tests left running in this JVM would reach them too. */
    private static List<Failpoint> points(String prefix) {
        return FailpointTable.all().stream()
                .filter(point -> point.name().startsWith(prefix))
                .toList();
    }

    private Failpoints failpoints(long seed, double probability) {
        return new Failpoints(
                seed,
                probability,
                new PrintStream(told, true, StandardCharsets.UTF_8),
                deaths::add,
                stalls::incrementAndGet);
    }

    /** Points that always fire; the first arrival at the one looked at does as wished. */
    private Failpoints thatFirst(Action action) {
        long seed = LongStream.range(0, 100_000)
                .filter(one -> failpoints(one, 1).decide(POINT, POINT, 0).action() == action)
                .findFirst()
                .orElseThrow();
        return failpoints(seed, 1);
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8).strip();
    }

    /** Without a connection, for the method is to fail if it is reached. */
    private static void save() throws Exception {
        Object checkpoints = make("migration.feed.Checkpoints", new Class<?>[] {DataSource.class}, (Object) null);
        call(new Joinpoint("migration.feed.Checkpoints", "save", 2), checkpoints, "owners", new BsonDocument());
    }

    private static Object call(Joinpoint joinpoint, Object owner, Object... arguments) throws Exception {
        Method method = joinpoint.find().getFirst();
        method.setAccessible(true);
        try {
            return method.invoke(owner, arguments);
        } catch (InvocationTargetException failed) {
            throw (Exception) failed.getCause();
        }
    }

    private static Object make(String type, Class<?>[] parameters, Object... arguments) throws Exception {
        Constructor<?> constructor = Class.forName("io.crossfade." + type).getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    @Test
    void aFailpointThrowsWhatTheStepCanThrow() {
        Failpoints.install(thatFirst(Action.FAIL));
        try (Weaving woven = weaving().failpoints(points(POINT)).install(ByteBuddyAgent.install())) {
            assertThatThrownBy(WeavingTest::save).isInstanceOf(SQLException.class);
        }
        assertThat(told()).isEqualTo("failpoint " + POINT + " fail");
        assertThatThrownBy(WeavingTest::save).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aFailpointDelaysTheStepAndGoesOn() {
        Failpoints delaying = thatFirst(Action.DELAY);
        Failpoints.install(delaying);
        Duration delay = Duration.ofMillis(delaying.decide(POINT, POINT, 0).millis());
        try (Weaving woven = weaving().failpoints(points(POINT)).install(ByteBuddyAgent.install())) {
            long start = System.nanoTime();
            assertThatThrownBy(WeavingTest::save).isInstanceOf(NullPointerException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
        }
        assertThat(told()).isEqualTo("failpoint " + POINT + " delay " + delay.toMillis());
    }

    @Test
    void aFailpointEndsTheProcess() {
        Failpoints.install(thatFirst(Action.DIE));
        try (Weaving woven = weaving().failpoints(points(POINT)).install(ByteBuddyAgent.install())) {
            assertThatThrownBy(WeavingTest::save).isInstanceOf(NullPointerException.class);
        }
        assertThat(told()).isEqualTo("failpoint " + POINT + " die");
        assertThat(deaths).containsExactly(Failpoints.DEATH);
    }

    @Test
    void theNameOfAMovesStepIsTold() throws Exception {
        Failpoints.install(failpoints(1, 1));
        Object steps = make("migration.control.Steps", new Class<?>[0]);
        try (Weaving woven = weaving().failpoints(points("move.")).install(ByteBuddyAgent.install())) {
            Object done = call(
                    new Joinpoint("migration.control.Steps", "time", 2), steps, "drain", (java.util.concurrent.Callable<
                                    String>)
                            () -> "drained");
            assertThat(done).isEqualTo("drained");
        }
        assertThat(told().lines().map(line -> line.split(" ")[1]))
                .containsExactly("move.before-drain", "move.after-drain");
    }

    @Test
    void theWholeProcessStopsWhereAMoveChangesTheAuthority() throws Exception {
        Failpoints.install(failpoints(1, 0.1));
        Object steps = make("migration.control.Steps", new Class<?>[0]);
        try (Weaving woven = weaving().failpoints(points("move.before")).install(ByteBuddyAgent.install())) {
            call(new Joinpoint("migration.control.Steps", "time", 2), steps, "open", (java.util.concurrent.Callable<
                            String>)
                    () -> "opened");
        }
        assertThat(told()).isEqualTo("failpoint move.before-open stall");
        assertThat(stalls).hasValue(1);
    }

    @Test
    void whatHappensIsAFunctionOfTheSeed() {
        List<Failpoints.Decision> first = decisions(failpoints(42, 0.2));
        assertThat(decisions(failpoints(42, 0.2))).isEqualTo(first);
        assertThat(decisions(failpoints(43, 0.2))).isNotEqualTo(first);
        assertThat(first.stream().map(Failpoints.Decision::action).distinct())
                .contains(Action.GO_ON, Action.DELAY, Action.FAIL);
        assertThat(first.stream().filter(one -> one.action() != Action.GO_ON).count())
                .isBetween(1_500L, 2_500L);
    }

    private static List<Failpoints.Decision> decisions(Failpoints failpoints) {
        return LongStream.range(0, 10_000)
                .mapToObj(arrival -> failpoints.decide(POINT, POINT, arrival))
                .toList();
    }

    @Test
    void withoutTheKeyLockNothingIsLocked() throws Exception {
        try (Weaving woven = weaving().without(Rule.KEY_LOCK).install(ByteBuddyAgent.install())) {
            lock();
        }
        assertThatThrownBy(WeavingTest::lock).isInstanceOf(NullPointerException.class);
    }

    private static void lock() throws Exception {
        call(new Joinpoint("migration.sync.KeyLocks", "lock", 3), null, null, "owners", List.of("1"));
    }

    @Test
    void withoutTheBarrierNothingIsAwaited() throws Exception {
        Object barrier = make("migration.backfill.SyncBarrier", new Class<?>[] {DataSource.class}, (Object) null);
        Joinpoint await = new Joinpoint("migration.backfill.SyncBarrier", "await", 1);
        try (Weaving woven = weaving().without(Rule.CHUNK_BARRIER).install(ByteBuddyAgent.install())) {
            call(await, barrier, "owners");
        }
        assertThatThrownBy(() -> call(await, barrier, "owners")).isInstanceOf(NullPointerException.class);
    }

    @Test
    void theServiceIsGivenTheUnsteadyCsave() throws Exception {
        Object configuration = make("migration.control.ControlConfiguration", new Class<?>[0]);
        Clock unsteady = new UnsteadyClock(ClockFault.parse("rate=2"), 1, Instant.EPOCH, System::nanoTime);
        ClockAdvice.install(unsteady);
        try (Weaving woven = weaving().clock().install(ByteBuddyAgent.install())) {
            assertThat(call(ClockAdvice.CLOCK, configuration)).isSameAs(unsteady);
        }
        assertThat(call(ClockAdvice.CLOCK, configuration)).isNotSameAs(unsteady);
    }
}

package io.crossfade.torture.weave;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Decides at each failpoint whether to go on, wait, fail, die or, where a move would change the authority, be stopped as a whole. What happens at the n-th arrival at a point is a function of
 * the seed, the point and n alone, whatever the threads do. Each that fires is told in a line
 * {@code failpoint <name> delay|fail|die|stall [milliseconds]}.
 *
 * <p>Public only because the woven classes lie in other packages.
 */
public final class Failpoints {

    static final int DEATH = 137;

    /** Where the whole process stops: a move's own flip, which then meets what others made of the unit meanwhile. */
    static final String STALLING = "move.before-open";

    private static final int MORE_OFTEN = 10;
    private static final int SHORT_MILLIS = 50;
    private static final int LONG_MILLIS = 3_000;

    private static volatile Failpoints installed = new Failpoints(0, 0, System.out, status -> {}, () -> {});

    private final long seed;
    private final double probability;
    private final SlowPoints slow;
    private final PrintStream out;
    private final IntConsumer death;
    private final Stall stall;
    private final Map<String, Failpoint> points =
            FailpointTable.all().stream().collect(Collectors.toMap(Failpoint::name, point -> point));
    private final Map<String, AtomicLong> arrivals = new ConcurrentHashMap<>();

    /** @param probability of an arrival to be slow, to fail or to die; ten times that at a rare point */
    Failpoints(long seed, double probability, PrintStream out, IntConsumer death, Stall stall) {
        this(seed, probability, SlowPoints.NONE, out, death, stall);
    }

    /** @param slow points at which this alone happens, as often as it says */
    Failpoints(long seed, double probability, SlowPoints slow, PrintStream out, IntConsumer death, Stall stall) {
        this.seed = seed;
        this.probability = probability;
        this.slow = slow;
        this.out = out;
        this.death = death;
        this.stall = stall;
    }

    static void install(Failpoints failpoints) {
        installed = failpoints;
    }

    /** Called from woven methods. */
    public static void reach(String point, Object first) throws Exception {
        installed.arrive(point, first instanceof String step && point.startsWith("move.") ? point + "-" + step : point);
    }

    private void arrive(String point, String name) throws Exception {
        if (probability <= 0 && !slow.any()) {
            return;
        }
        long arrival = arrivals.computeIfAbsent(name, any -> new AtomicLong()).getAndIncrement();
        Decision decision = decide(point, name, arrival);
        switch (decision.action()) {
            case GO_ON -> {}
            case DELAY -> {
                tell(name + " delay " + decision.millis());
                pause(decision.millis());
            }
            case FAIL -> {
                tell(name + " fail");
                throw points.get(point).failure().exception().orElseThrow();
            }
            case DIE -> {
                tell(name + " die");
                death.accept(DEATH);
            }
            case STALL -> {
                tell(name + " stall");
                stall.take();
            }
        }
    }

    enum Action {
        GO_ON,
        DELAY,
        FAIL,
        DIE,
        STALL
    }

    /** Stops this process, and lets it go on when a move that it had begun is another's. */
    @FunctionalInterface
    interface Stall {
        void take() throws IOException, InterruptedException;
    }

    record Decision(Action action, long millis) {}

    /** What happens at this arrival, counted from zero. */
    Decision decide(String point, String name, long arrival) {
        Dice dice = new Dice(seed, name, arrival);
        Optional<SlowPoints.Slow> wanted = slow.at(name);
        if (wanted.isPresent()) {
            return dice.next() < wanted.get().probability()
                    ? new Decision(
                            Action.DELAY, 1 + (long) (dice.next() * wanted.get().millis()))
                    : new Decision(Action.GO_ON, 0);
        }
        if (name.equals(STALLING) && new Dice(seed, "stall " + name, arrival).next() < MORE_OFTEN * probability) {
            return new Decision(Action.STALL, 0);
        }
        Failpoint joined = points.get(point);
        if (dice.next() >= (joined.rare() ? MORE_OFTEN * probability : probability)) {
            return new Decision(Action.GO_ON, 0);
        }
        double kind = dice.next();
        if (kind < (joined.rare() ? 0.01 : 0.001)) {
            return new Decision(Action.DIE, 0);
        }
        if (kind < 0.1 && joined.failure() != Failure.NONE) {
            return new Decision(Action.FAIL, 0);
        }
        int longest = kind < 0.9 ? SHORT_MILLIS : LONG_MILLIS;
        return new Decision(Action.DELAY, 1 + (long) (dice.next() * longest));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String what) {
        out.println("failpoint " + what);
        out.flush();
    }
}

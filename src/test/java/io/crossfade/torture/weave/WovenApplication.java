package io.crossfade.torture.weave;

import io.crossfade.CrossfadeApplication;
import java.time.Instant;
import java.util.Arrays;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * The service with its failpoints, an unsteady clock, or without one of its safety rules. Its process needs
 * {@code -XX:+EnableDynamicAgentLoading} and {@code -Djdk.attach.allowAttachSelf=true}, and these system properties say what is
 * woven: {@code torture.seed}, {@code torture.failpoints} (the probability of each arrival to be slow, to fail or to die),
 * {@code torture.slow} ({@link SlowPoints}), {@code torture.without} (a {@link Rule}) and {@code torture.clock} (a {@link ClockFault}).
 */
public final class WovenApplication {

    private static final int NOT_WOVEN = 3;

    private WovenApplication() {}

    public static void main(String[] args) throws InterruptedException {
        Weaving weaving = new Weaving(WovenApplication::refuse);
        long seed = Long.getLong("torture.seed", 0);
        double probability = Double.parseDouble(System.getProperty("torture.failpoints", "0"));
        String without = System.getProperty("torture.without", "");
        String clock = System.getProperty("torture.clock", "");
        SlowPoints slow = SlowPoints.parse(System.getProperty("torture.slow", ""));
        if (probability > 0 || slow.any()) {
            Failpoints.install(new Failpoints(
                    seed, probability, slow, System.out, Runtime.getRuntime()::halt, ProcessStall::take));
            weaving.failpoints(FailpointTable.all());
        }
        if (!without.isEmpty()) {
            weaving.without(rule(without));
        }
        if (!clock.isEmpty()) {
            ClockAdvice.install(new UnsteadyClock(ClockFault.parse(clock), seed, Instant.now(), System::nanoTime));
            weaving.clock();
        }
        weaving.install(ByteBuddyAgent.install());
        System.out.println(
                "woven seed=" + seed + " failpoints=" + probability + " without=" + without + " clock=" + clock);
        CrossfadeApplication.main(args);
    }

    private static Rule rule(String name) {
        return Arrays.stream(Rule.values())
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + name + "' is none of " + Arrays.toString(Rule.values())));
    }

    private static void refuse(String why) {
        System.err.println("Not woven: " + why);
        System.err.flush();
        Runtime.getRuntime().halt(NOT_WOVEN);
    }
}

package io.crossfade.torture;

import io.crossfade.torture.load.LoadOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a campaign does.
 *
 * @param seed of the first run; each further one has the next
 * @param instances how many there are
 * @param length of a run's load and faults
 * @param goOn whether a run follows one that showed an anomaly
 * @param from the phase all units are moved to before the first run
 * @param required rare events that must happen in a campaign, or it has shown too little
 * @param failpoints the probability of each arrival at a failpoint to be slow, to fail or to die
 * @param without a safety rule that is taken out, so that an anomaly is wanted; empty for none
 * @param cutovers how many to measure while all is well, instead of a campaign; 0 for a campaign
 * @param clock what goes wrong with the wall clock of the last instance; empty for nothing
 */
record TortureOptions(
        long seed,
        int runs,
        int instances,
        Duration length,
        LoadOptions load,
        boolean goOn,
        String from,
        Set<String> required,
        double failpoints,
        String without,
        String clock,
        int cutovers) {

    private static final int SHORT = 12;

    /** Happen in every few runs. */
    private static final Set<String> FREQUENT = Set.of("relaxed", "strict-again", "read-fell-back", "write-held");

    private static final Set<String> ALL = Set.of(
            "writer-waited",
            "read-fell-back",
            "write-held",
            "permit-lapsed",
            "zombie-refused",
            "relaxed",
            "strict-again",
            "move-taken-over",
            "move-undone",
            "instance-returned",
            "chunk-key-resynced");

    /** Whether the instances run with something woven in. */
    boolean woven() {
        return failpoints > 0 || !without.isEmpty() || !clock.isEmpty();
    }

    /** From the system properties {@code torture.*}; without any, the short campaign with a seed of its own. */
    static TortureOptions fromSystemProperties() {
        int runs = Integer.getInteger("torture.runs", SHORT);
        int cutovers = Integer.getInteger("torture.cutovers", 0);
        return new TortureOptions(
                Long.getLong("torture.seed", System.nanoTime() & 0xFFFF_FFFFL),
                runs,
                Integer.getInteger("torture.instances", 3),
                Duration.ofMillis(Long.getLong("torture.millis", 4_000)),
                new LoadOptions(16, Integer.getInteger("torture.rate", 80), Duration.ofSeconds(25)),
                Boolean.getBoolean("torture.goOn"),
                System.getProperty("torture.from", "READ_SWITCH"),
                required(runs),
                cutovers > 0 ? 0 : Double.parseDouble(System.getProperty("torture.failpoints", "0.005")),
                System.getProperty("torture.without", ""),
                cutovers > 0 ? "" : System.getProperty("torture.clock", "rate=1.05,jump=PT20S,every=PT3S"),
                cutovers);
    }

    /** As listed, or by how long the campaign is: a single run need not show any. */
    private static Set<String> required(int runs) {
        String named = System.getProperty("torture.required");
        if (named != null) {
            return named.isBlank() ? Set.of() : Set.copyOf(List.of(named.split(",")));
        }
        return runs < SHORT ? Set.of() : runs < 300 ? FREQUENT : ALL;
    }
}

package io.crossfade.torture;

import io.crossfade.torture.load.LoadOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * @param focus what is left of all that may happen
 * @param clock what goes wrong with the wall clock of the last instance; empty for nothing
 * @param shortLimits whether the service's limits are so short that what comes of them happens within a run
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
        int cutovers,
        Focus focus,
        boolean shortLimits) {

    private static final int SHORT = 12;

    private static final List<String> SETTINGS = List.of(
            "--crossfade.backfill.chunk-size=10",
            "--crossfade.backfill.workers=1",
            "--crossfade.feed.redrive-interval=1s",
            "--crossfade.control.catch-up-limit=10s");

    /** The silence is longer than seven times the source's limit: no write of an instance that was removed can still be under way. */
    private static final List<String> SHORT_LIMITS = List.of(
            "--crossfade.sync.source-limit=1s",
            "--crossfade.sync.transaction-limit=3s",
            "--crossfade.control.silence-limit=9s",
            "--crossfade.verification.silence=6s",
            "--crossfade.feed.lease-ttl=1500ms",
            "--crossfade.feed.await-time=300ms",
            "--crossfade.feed.retry-interval=200ms");

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
        return failpoints > 0 || !focus.slow().isEmpty() || !without.isEmpty() || !clock.isEmpty();
    }

    /** From the system properties {@code torture.*}; without any, the short campaign with a seed of its own. */
    static TortureOptions fromSystemProperties() {
        return from(System.getProperties());
    }

    static TortureOptions from(Properties given) {
        int runs = number(given, "runs", SHORT);
        int cutovers = number(given, "cutovers", 0);
        return new TortureOptions(
                Long.parseLong(given.getProperty("torture.seed", String.valueOf(System.nanoTime() & 0xFFFF_FFFFL))),
                runs,
                number(given, "instances", 3),
                Duration.ofMillis(number(given, "millis", 4_000)),
                new LoadOptions(
                        number(given, "threads", 16), number(given, "rate", 80), Duration.ofSeconds(25), mix(given)),
                Boolean.parseBoolean(given.getProperty("torture.goOn")),
                given.getProperty("torture.from", "READ_SWITCH"),
                required(given, runs),
                cutovers > 0 ? 0 : Double.parseDouble(given.getProperty("torture.failpoints", "0.005")),
                given.getProperty("torture.without", ""),
                cutovers > 0 ? "" : given.getProperty("torture.clock", "rate=1.05,jump=PT20S,every=PT3S"),
                cutovers,
                Focus.from(given),
                cutovers == 0 && !given.getProperty("torture.limits", "short").equals("usual"));
    }

    /** The arguments of the service; what the focus says of one comes before what is said here. */
    List<String> settings() {
        Map<String, String> byName = new LinkedHashMap<>();
        Stream.of(SETTINGS, shortLimits ? SHORT_LIMITS : List.<String>of(), focus.settings())
                .flatMap(List::stream)
                .forEach(setting -> byName.put(setting.split("=", 2)[0], setting));
        return List.copyOf(byName.values());
    }

    private static int number(Properties given, String name, int otherwise) {
        return Integer.parseInt(given.getProperty("torture." + name, String.valueOf(otherwise)));
    }

    private static Map<String, Integer> mix(Properties given) {
        return Focus.list(given.getProperty("torture.load", "")).stream()
                .map(one -> one.split("=", 2))
                .collect(Collectors.toMap(one -> one[0], one -> Integer.parseInt(one[1])));
    }

    /** As listed, or by how long the campaign is: a single run need not show any. */
    private static Set<String> required(Properties given, int runs) {
        String named = given.getProperty("torture.required");
        if (named != null) {
            return Set.copyOf(Focus.list(named));
        }
        return runs < SHORT ? Set.of() : runs < 300 ? FREQUENT : ALL;
    }
}

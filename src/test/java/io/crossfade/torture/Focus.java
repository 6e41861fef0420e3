package io.crossfade.torture;

import io.crossfade.torture.cluster.Faults;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What is left of all that may happen in a campaign, so that what is looked for happens often.
 *
 * @param begin the phase all units are brought to before each run; empty for none
 * @param goals phases towards one of which the walk always goes; empty for any
 * @param settled the phase all units are brought to when all is quiet, before the stores are compared; empty for none
 * @param faults the kinds there may be
 * @param calmMillis the least time without a new fault
 * @param slow failpoints that are slow, and how often
 * @param settings of the service, beside the torture's own
 */
record Focus(
        String begin,
        List<String> goals,
        String settled,
        Set<String> faults,
        long calmMillis,
        String slow,
        List<String> settings) {

    static Focus from(Properties given) {
        String faults = given.getProperty("torture.faults");
        return new Focus(
                given.getProperty("torture.begin", ""),
                list(given.getProperty("torture.goals", "")),
                given.getProperty("torture.settled", ""),
                faults == null ? Faults.names() : known(Set.copyOf(list(faults))),
                Long.parseLong(given.getProperty("torture.calm", "30")),
                given.getProperty("torture.slow", ""),
                List.of(given.getProperty("torture.settings", "").strip().split("\\s+")).stream()
                        .filter(setting -> !setting.isEmpty())
                        .toList());
    }

    private static Set<String> known(Set<String> faults) {
        if (!Faults.names().containsAll(faults)) {
            throw new IllegalArgumentException("The kinds of faults are " + Faults.names() + ", not all of " + faults);
        }
        return faults;
    }

    static List<String> list(String text) {
        return text.isBlank() ? List.of() : List.of(text.split(","));
    }
}

package io.crossfade.torture;

import io.crossfade.testing.Journal;
import io.crossfade.torture.weave.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.SortedMap;

/**
 * Takes out one safety rule after the other. Each time a campaign must find an anomaly, and the same campaign with all rules in
 * place must find none: else the checks are blind, or see what is not there.
 */
final class RuleCampaigns {

    /** Of the campaign with all rules in place, at least. */
    private static final int RUNS_WITH_ALL = 4;

    private final Properties given;
    private final Path directory;
    private final Journal journal;

    RuleCampaigns(Properties given, Path directory, Journal journal) {
        this.given = given;
        this.directory = directory;
        this.journal = journal;
    }

    private record Line(
            Rule rule, long runs, SortedMap<String, Long> without, long runsWithAll, SortedMap<String, Long> all) {

        boolean asWanted() {
            return !without.isEmpty() && all.isEmpty();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-22s %s; with all rules %s in %d runs",
                    rule,
                    without.isEmpty()
                            ? "NOT FOUND in " + runs + " runs"
                            : "found in run " + runs + ": " + without.keySet(),
                    all.isEmpty() ? "nothing" : all,
                    runsWithAll);
        }
    }

    /** @param names of rules, or {@code true} for all */
    void run(String names) throws Exception {
        List<Rule> rules = names.equals("true")
                ? List.of(Rule.values())
                : Arrays.stream(names.split(",")).map(Rule::valueOf).toList();
        List<Line> lines = new ArrayList<>();
        for (Rule rule : rules) {
            lines.add(line(rule));
            journal.note("%s", lines.getLast());
        }
        journal.note("all rules:");
        lines.forEach(line -> journal.note("%s", line));
        if (!lines.stream().allMatch(Line::asWanted)) {
            throw new AssertionError(
                    "Not every rule's removal was found, or there was an anomaly with all of them; see " + directory);
        }
    }

    private Line line(Rule rule) throws Exception {
        Properties options = RuleFocus.of(rule, given);
        Report without = campaign(rule, options, rule.name());
        long runs = without.number("runs");
        options.setProperty("torture.runs", String.valueOf(Math.max(runs, RUNS_WITH_ALL)));
        Report all = campaign(rule, options, "");
        return new Line(rule, runs, without.anomalies(), all.number("runs"), all.anomalies());
    }

    private Report campaign(Rule rule, Properties options, String without) throws Exception {
        options.setProperty("torture.without", without);
        Path own = directory.resolve(rule.name()).resolve(without.isEmpty() ? "with-all" : "without");
        return Torture.campaign(TortureOptions.from(options), own, journal);
    }
}

package io.crossfade.migration.operations;

import io.crossfade.migration.KeyText;
import io.crossfade.migration.Side;
import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.verify.StoreCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check of one unit saw. Stores are named as people know them; no value of the data is in it.
 *
 * @param replicates whether the unit's phase keeps both stores equal; else the one that does not decide is of an earlier time
 * @param setAside keys that could not be moved; the stores may differ in these
 * @param asked the keys that were asked for; null if none was
 * @param reads null where none was made at both stores yet
 * @param findings what is not as it should be, one sentence each; empty: nothing was found
 */
record CheckView(
        String unit,
        String authority,
        boolean replicates,
        Map<String, StoreCheck.Count> count,
        long setAside,
        List<Reference> references,
        Drawn drawn,
        @Nullable List<Key> asked,
        List<VerificationView.Read> reads,
        List<String> findings) {

    /** @param orphans by store, those that refer to no parent that there is; null where counting took too long */
    record Reference(String column, String parent, Map<String, @Nullable Long> orphans) {}

    /** @param different the keys that are not equal in both stores */
    record Drawn(int compared, List<Key> different) {}

    /**
     * @param seen {@code equal}, {@code different}, {@code unmappable}, {@code absent}, or which store alone has it
     * @param fields names of those that differ
     */
    record Key(String key, String seen, List<String> fields) {}

    static CheckView of(StoreCheck.Report report, List<VerificationView.Read> reads, String source, String target) {
        String authority = report.authority() == Side.SOURCE ? source : target;
        String other = report.authority() == Side.SOURCE ? target : source;
        List<Key> drawn = report.drawn().different().stream()
                .map(difference -> key(difference, authority, other))
                .toList();
        StoreCheck.Compared asked = report.asked();
        List<Key> looked = asked == null ? null : keys(asked, authority, other);
        return new CheckView(
                report.unit(),
                authority,
                report.replicates(),
                Map.of(source, report.source(), target, report.target()),
                report.setAside(),
                report.orphans().stream()
                        .map(orphans -> reference(orphans, source, target))
                        .toList(),
                new Drawn(report.drawn().keys().size(), drawn),
                looked,
                reads,
                findings(report, drawn.size(), looked, source, target));
    }

    private static Reference reference(StoreCheck.Orphans orphans, String source, String target) {
        Map<String, @Nullable Long> counts = new LinkedHashMap<>();
        counts.put(source, orphans.source());
        counts.put(target, orphans.target());
        return new Reference(orphans.column(), orphans.parent(), counts);
    }

    private static List<String> findings(
            StoreCheck.Report report, int drawn, @Nullable List<Key> asked, String source, String target) {
        List<String> findings = new ArrayList<>();
        long more = report.source().number() - report.target().number();
        if (more != 0) {
            boolean exact = report.source().exact() && report.target().exact();
            findings.add((more > 0 ? source : target) + " has " + (exact ? "" : "about ") + Math.abs(more)
                    + " more than " + (more > 0 ? target : source) + "; " + report.setAside()
                    + " keys are set aside. While writes go on, the counts are of two moments");
        }
        for (StoreCheck.Orphans orphans : report.orphans()) {
            orphans(findings, orphans, orphans.source(), source);
            orphans(findings, orphans, orphans.target(), target);
        }
        if (drawn > 0) {
            findings.add(drawn + " of " + report.drawn().keys().size() + " keys drawn at random differ");
        }
        long differ = asked == null
                ? 0
                : asked.stream().filter(key -> !key.seen().equals("equal")).count();
        if (differ > 0) {
            findings.add(differ + " of the keys that were asked for are not equal in both stores");
        }
        if (asked != null && asked.isEmpty()) {
            findings.add("Neither store has what was asked for");
        }
        return findings;
    }

    private static void orphans(List<String> findings, StoreCheck.Orphans orphans, @Nullable Long count, String store) {
        if (count == null) {
            findings.add("How many '" + orphans.column() + "' in " + store + " refer to none of the " + orphans.parent()
                    + " could not be counted in time");
        } else if (count > 0) {
            findings.add(
                    count + " '" + orphans.column() + "' in " + store + " refer to none of the " + orphans.parent());
        }
    }

    private static List<Key> keys(StoreCheck.Compared compared, String authority, String other) {
        Map<String, Key> keys = new LinkedHashMap<>();
        compared.keys().forEach(key -> keys.put(key, new Key(KeyText.masked(key), "equal", List.of())));
        compared.absent().forEach(key -> keys.put(key, new Key(key, "absent", List.of())));
        compared.different().forEach(difference -> keys.put(difference.key(), key(difference, authority, other)));
        return List.copyOf(keys.values());
    }

    private static Key key(Difference difference, String authority, String other) {
        String seen =
                switch (difference.kind()) {
                    case MISSING -> authority + " alone";
                    case EXTRA -> other + " alone";
                    case DIFFERENT -> "different";
                    case UNMAPPABLE -> "unmappable";
                };
        return new Key(KeyText.masked(difference.key()), seen, difference.columns());
    }
}

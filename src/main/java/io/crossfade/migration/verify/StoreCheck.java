package io.crossfade.migration.verify;

import io.crossfade.migration.Column;
import io.crossfade.migration.KeyText;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.QuarantineCount;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.Difference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The questions people ask first after a copy: how many are there in each store, do the references hold, are these keys equal.
 * It changes nothing and ends soon, however large the unit is; a {@link Verification} compares every key.
 */
public final class StoreCheck {

    public static final int MOST_KEYS = 1_000;
    private static final int MOST_FOUND = 20;

    private final Units units;
    private final UnitStates states;
    private final SourceCounts source;
    private final TargetCounts target;
    private final KeyLook keys;
    private final QuarantineCount quarantine;
    private final ReentrantLock one = new ReentrantLock();

    StoreCheck(
            Units units,
            UnitStates states,
            SourceCounts source,
            TargetCounts target,
            KeyLook keys,
            QuarantineCount quarantine) {
        this.units = units;
        this.states = states;
        this.source = source;
        this.target = target;
        this.keys = keys;
        this.quarantine = quarantine;
    }

    /** @param exact false if counting took too long, and the store's own estimate is given */
    public record Count(long number, boolean exact) {}

    /** Who refers to a parent that is not there; null where counting took too long. */
    public record Orphans(
            String column,
            String parent,
            @Nullable Long source,
            @Nullable Long target) {}

    /**
     * Keys that were compared, each under its lock.
     *
     * @param absent those that neither store has; they count as equal
     */
    public record Compared(List<String> keys, List<String> absent, List<Difference> different) {}

    /**
     * @param replicates whether the unit's phase keeps both stores equal
     * @param drawn keys from each store in turn, until there are as many as were asked for or neither has more
     * @param asked null if nobody asked for certain keys
     */
    public record Report(
            String unit,
            Side authority,
            boolean replicates,
            Count source,
            Count target,
            long setAside,
            List<Orphans> orphans,
            Compared drawn,
            @Nullable Compared asked) {}

    /**
     * Checks one unit.
     *
     * @param draw how many keys to compare at random, at most {@link #MOST_KEYS}
     * @param key one to compare, or null
     * @param field a text field by whose value to look for keys to compare, at most 20 of them; or null
     * @param value of the field; never shown or logged
     * @throws io.crossfade.migration.UnknownUnitException if there is no such unit
     * @throws IllegalArgumentException if one of these cannot be
     * @throws VerificationRefusedException if another check runs in this instance
     * @throws io.crossfade.migration.sync.SyncFailedException if a store did not answer
     */
    public Report run(String unit, int draw, @Nullable String key, @Nullable String field, @Nullable String value)
            throws SQLException {
        UnitMapping mapping = units.get(unit);
        if (draw < 0 || draw > MOST_KEYS) {
            throw new IllegalArgumentException("'keys' must be between 0 and " + MOST_KEYS);
        }
        if ((field == null) != (value == null)) {
            throw new IllegalArgumentException("'field' and 'value' belong together");
        }
        Column column = field == null ? null : textColumn(mapping, field);
        if (!one.tryLock()) {
            throw new VerificationRefusedException("Another check runs in this instance; wait for it");
        }
        try {
            return report(mapping, draw, key, column, value);
        } finally {
            one.unlock();
        }
    }

    private Report report(
            UnitMapping mapping, int draw, @Nullable String key, @Nullable Column column, @Nullable String value)
            throws SQLException {
        Set<String> asked = new LinkedHashSet<>();
        List<String> absent = new ArrayList<>();
        if (key != null) {
            String canonical = KeyText.text(KeyText.uuid(key));
            asked.add(canonical);
            if (!source.has(mapping, canonical) && !target.has(mapping, canonical)) {
                absent.add(canonical);
            }
        }
        if (column != null && value != null) {
            asked.addAll(source.find(mapping, column, value, MOST_FOUND));
            asked.addAll(target.find(mapping, column, value, MOST_FOUND));
        }
        Compared askedFor = key == null && column == null ? null : compare(mapping, asked, absent);
        Phase phase = states.get(mapping.name()).phase();
        return new Report(
                mapping.name(),
                phase.authority(),
                phase.replicates(),
                source.count(mapping),
                target.count(mapping),
                quarantine.count(mapping.name()),
                orphans(mapping),
                compare(mapping, drawn(mapping, draw), List.of()),
                askedFor);
    }

    private Set<String> drawn(UnitMapping mapping, int draw) throws SQLException {
        Set<String> drawn = new LinkedHashSet<>();
        if (draw == 0) {
            return drawn;
        }
        List<String> documents = source.draw(mapping, draw);
        List<String> rows = target.draw(mapping, draw);
        for (int i = 0; i < draw; i++) {
            for (List<String> store : List.of(documents, rows)) {
                if (i < store.size() && drawn.size() < draw) {
                    drawn.add(store.get(i));
                }
            }
        }
        return drawn;
    }

    private List<Orphans> orphans(UnitMapping mapping) throws SQLException {
        List<Orphans> orphans = new ArrayList<>();
        for (Column column : mapping.columns()) {
            if (column.references() != null) {
                UnitMapping parent = units.get(column.references());
                orphans.add(new Orphans(
                        column.name(),
                        parent.name(),
                        source.orphans(mapping, column, parent),
                        target.orphans(mapping, column, parent)));
            }
        }
        return orphans;
    }

    private Compared compare(UnitMapping mapping, Collection<String> compared, List<String> absent) {
        List<Difference> different = new ArrayList<>();
        for (String key : compared) {
            keys.recheck(mapping.name(), key).ifPresent(different::add);
        }
        return new Compared(List.copyOf(compared), absent, different);
    }

    private static Column textColumn(UnitMapping mapping, String field) {
        List<Column> texts = mapping.columns().stream()
                .filter(column -> column.type() == Column.Type.TEXT)
                .toList();
        return texts.stream()
                .filter(column ->
                        column.fields().contains(field) || column.name().equals(field))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'field' must name one of the unit's texts: "
                        + String.join(", ", texts.stream().map(Column::field).toList())));
    }
}

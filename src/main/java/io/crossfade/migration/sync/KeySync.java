package io.crossfade.migration.sync;

import com.mongodb.MongoException;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Registration;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes keys equal in both stores, in the direction that the unit's fence row gives under the lock. Anything may call it for
 * any key at any time, several at once; the outcome is the authority's state of the key, or an entry in the quarantine. What
 * may pass must be thrown as an {@link SQLException}, a {@link MongoException} or a {@link SyncFailedException}: any other
 * exception is taken to lie in a key, which is then set aside, so that one key never holds up all that come after it.
 */
public final class KeySync {

    /** Most keys synced together because their unique values depend on each other. */
    private static final int MOST_TOGETHER = 2_000;

    private static final int MOST_ATTEMPTS = 12;

    /** Of documents, or rows, that are in memory at one time for one sync of several keys, about. */
    private static final long MOST_BYTES = 16L << 20;

    /** Into how many a batch is divided that is too much at once. */
    private static final int PARTS = 8;

    /** Attempts against deadlocks and waiting locks; each may take as long as the transaction's limit. */
    private static final int MOST_CONTENDED = 3;

    private static final Logger log = LoggerFactory.getLogger(KeySync.class);

    private final Units units;
    private final SyncTransaction transaction;
    private final SourceReads reads;
    private final SyncAttempts attempts;
    private final Repairs repairs;
    private final SetAside setAside;
    private final SlowKeys slow;

    KeySync(
            Units units,
            SyncTransaction transaction,
            SourceReads reads,
            SourceWrites writes,
            Registration registration,
            Quarantine quarantine,
            Repairs repairs) {
        this.units = units;
        this.transaction = transaction;
        this.reads = reads;
        this.repairs = repairs;
        attempts = new SyncAttempts(transaction, reads, writes, registration, quarantine);
        setAside = new SetAside(transaction, reads, quarantine);
        slow = new SlowKeys(quarantine, repairs, attempts, setAside);
    }

    /**
     * Syncs keys of one unit. A missing parent is synced first; keys whose unique values stand in each other's way are synced
     * together; a key that cannot be stored is quarantined with its reason, alone. Keys that hold very much, or take too long, are
     * synced a few at a time, each few for themselves.
     *
     * @throws SyncFailedException if a store could not be asked, or the keys stay contended; every key may be synced or not
     */
    public SyncResult sync(String unit, Collection<String> keys) {
        UnitMapping mapping = units.get(unit);
        List<TreeSet<String>> parts = new ArrayList<>();
        TreeSet<String> together = new TreeSet<>(keys);
        for (String doubtful : slow.among(unit, keys)) {
            together.remove(doubtful);
            parts.add(new TreeSet<>(Set.of(doubtful)));
        }
        if (!together.isEmpty()) {
            parts.addFirst(together);
        }
        try {
            return each(mapping, parts, false);
        } catch (SQLException | MongoException failure) {
            throw failed(mapping, keys.size(), failure);
        }
    }

    /**
     * Compares a key in both stores under its lock, changing nothing in it. A key of which that fails for a reason of its own, or that
     * takes too long each time, counts as one that cannot be mapped.
     *
     * @return what differs, or empty if the stores are equal in it
     * @throws SyncFailedException if a store could not be asked
     */
    public Optional<Difference> recheck(String unit, String key) {
        UnitMapping mapping = units.get(unit);
        try {
            return transaction.inLock(
                    unit,
                    List.of(key),
                    locked -> Difference.of(mapping, locked.connection(), locked.row(), reads, key));
        } catch (SQLException | MongoException failure) {
            if (slow.count(mapping, key, failure, () -> true) && slow.isDue(unit, key)) {
                return Optional.of(new Difference(key, Difference.Kind.UNMAPPABLE, List.of()));
            }
            throw new SyncFailedException(
                    "Unit '" + unit + "': a key could not be compared: " + Failures.summary(failure), failure);
        } catch (RuntimeException | Error unexpected) {
            if (Failures.concernsTheMoment(unexpected)) {
                throw unexpected;
            }
            return Optional.of(new Difference(key, Difference.Kind.UNMAPPABLE, List.of()));
        }
    }

    private static SyncFailedException failed(UnitMapping mapping, int keys, Exception failure) {
        return new SyncFailedException(
                "Unit '" + mapping.name() + "': " + keys + " keys could not be synced: " + Failures.summary(failure),
                failure);
    }

    private SyncResult repeatedly(UnitMapping mapping, TreeSet<String> keys, boolean isolating) throws SQLException {
        Map<String, Refusal> aside = new TreeMap<>();
        Set<String> clear = new HashSet<>();
        TreeSet<String> given = new TreeSet<>(keys);
        Optional<SyncResult> done = given.size() > 1 ? Optional.empty() : slow.setAsideIfDue(mapping, given.first());
        if (done.isPresent()) {
            return done.get();
        }
        for (int attempt = 1; ; attempt++) {
            // Keys that others were added to depend on each other, and can only be synced together.
            boolean divisible = keys.size() > 1 && keys.size() == given.size();
            SyncAttempts.Attempt tried = attempts.of(mapping, divisible ? MOST_BYTES : Long.MAX_VALUE);
            try {
                SyncResult result = tried.run(keys, clear, aside);
                slow.forget(mapping.name(), keys);
                return result;
            } catch (TooMuchAtOnceException tooMuch) {
                return inParts(mapping, keys, PARTS, isolating);
            } catch (MongoException failed) {
                return withLess(mapping, given, isolating, failed, tried);
            } catch (SQLException refused) {
                if (!Failures.concernsData(refused)) {
                    if (!Failures.passing(refused) || attempt >= MOST_CONTENDED) {
                        return withLess(mapping, given, isolating, refused, tried);
                    }
                } else if (attempt >= MOST_ATTEMPTS) {
                    return isolate(mapping, keys, Refusal.of(refused), aside);
                } else if ((isolating && Failures.isUnique(refused))
                        || !repairTarget(mapping, tried.toTarget(), keys, aside, refused, attempt)) {
                    return isolate(mapping, keys, Refusal.of(refused), aside);
                }
            } catch (ToSource.SourceRefusedException refused) {
                boolean duplicate = refused.code() == ToSource.DUPLICATE_KEY && !isolating;
                if (!duplicate || attempt >= MOST_ATTEMPTS) {
                    return isolate(mapping, keys, Refusal.ofSource(refused.code()), aside);
                }
                Set<String> others =
                        repairs.documentsInTheWay(mapping, tried.toSource().documents());
                if (others.isEmpty()) {
                    // Whoever stood in the way has gone meanwhile.
                    continue;
                }
                if (keys.size() + others.size() > MOST_TOGETHER) {
                    return isolate(mapping, keys, Refusal.ofSource(refused.code()), aside);
                }
                keys.addAll(others);
                clear.addAll(others);
                repairs.noteAsChanged(mapping.name(), keys);
            } catch (RuntimeException | Error unexpected) {
                if (Failures.concernsTheMoment(unexpected)) {
                    throw unexpected;
                }
                if (keys.size() > 1) {
                    return isolate(mapping, keys, Refusal.unexpected(unexpected), aside);
                }
                log.warn(
                        "Unit '{}': {} is set aside, as its sync failed with {}",
                        mapping.name(),
                        SlowKeys.named(keys.first()),
                        Failures.place(unexpected));
                return setAside.run(mapping, keys.first(), Refusal.unexpected(unexpected));
            }
        }
    }

    /** @return whether another attempt has a reason to end better */
    private boolean repairTarget(
            UnitMapping mapping,
            ToTarget tried,
            TreeSet<String> keys,
            Map<String, Refusal> aside,
            SQLException refused,
            int attempt)
            throws SQLException {
        if (Failures.isForeignKey(refused)) {
            Map<String, Repairs.MissingParent> missing = repairs.missingParents(mapping, tried.rows());
            for (UnitMapping parent : units.all()) {
                Set<String> parents = new TreeSet<>();
                missing.values().stream()
                        .filter(one -> one.unit().equals(parent.name()))
                        .forEach(one -> parents.add(one.key()));
                if (!parents.isEmpty()) {
                    sync(parent.name(), parents);
                }
            }
            repairs.missingParents(mapping, tried.rows()).forEach((key, parent) -> {
                if (parent.equals(missing.get(key))) {
                    aside.put(key, Refusal.orphan(parent.column(), parent.unit()));
                }
            });
            return true;
        }
        if (Failures.isUnique(refused)) {
            Set<String> others = repairs.rowsInTheWay(mapping, tried.rows());
            others.removeAll(keys);
            if (others.isEmpty() && attempt > 3) {
                // Not a batch read while values changed places: two documents do claim the same value.
                aside.putAll(repairs.duplicates(mapping, tried.rows()));
            }
            keys.addAll(others);
            return keys.size() <= MOST_TOGETHER;
        }
        return false;
    }

    /** Halves the keys until the one at fault is alone, and sets that one aside. */
    private SyncResult isolate(UnitMapping mapping, TreeSet<String> keys, Refusal refusal, Map<String, Refusal> aside)
            throws SQLException {
        if (keys.size() == 1) {
            aside.put(keys.first(), refusal);
            return attempts.of(mapping, Long.MAX_VALUE).run(keys, Set.of(), aside);
        }
        return inParts(mapping, keys, 2, true);
    }

    private SyncResult inParts(UnitMapping mapping, TreeSet<String> keys, int count, boolean isolating)
            throws SQLException {
        List<String> ordered = List.copyOf(keys);
        int size = (ordered.size() + count - 1) / count;
        List<TreeSet<String>> parts = new ArrayList<>();
        for (int from = 0; from < ordered.size(); from += size) {
            parts.add(new TreeSet<>(ordered.subList(from, Math.min(from + size, ordered.size()))));
        }
        return each(mapping, parts, isolating);
    }

    /** Part by part, each in a transaction of its own. Where one key alone fails, that is thrown after the others' turn. */
    private SyncResult each(UnitMapping mapping, List<TreeSet<String>> parts, boolean isolating) throws SQLException {
        SyncResult result = new SyncResult(0, Set.of());
        OneKeyFailedException failed = null;
        for (TreeSet<String> part : parts) {
            try {
                result = result.and(repeatedly(mapping, part, isolating));
            } catch (OneKeyFailedException alone) {
                failed = failed == null ? alone : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return result;
    }

    /** After a store's failure that fewer keys may not meet: down to the one that fails alone. */
    private SyncResult withLess(
            UnitMapping mapping,
            TreeSet<String> given,
            boolean isolating,
            Exception failure,
            SyncAttempts.Attempt tried)
            throws SQLException {
        if (given.size() > 1) {
            if (Failures.mayLieInOneKey(failure)) {
                return inParts(mapping, given, PARTS, isolating);
            }
        } else if (slow.count(mapping, given.first(), failure, tried.over())) {
            return slow.setAsideIfDue(mapping, given.first())
                    .orElseThrow(() -> new OneKeyFailedException(
                            "Unit '" + mapping.name() + "': " + SlowKeys.named(given.first())
                                    + " could not be synced, while another could: " + Failures.summary(failure),
                            failure));
        }
        throw failed(mapping, given.size(), failure);
    }
}

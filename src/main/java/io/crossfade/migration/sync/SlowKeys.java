package io.crossfade.migration.sync;

import com.mongodb.MongoException;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys whose sync alone does not end in time. Seen from one key an outage looks the same, so a failure counts only if another key
 * of the unit could be synced right after it; after three that count the key is due to be set aside, but not while a write of it to
 * the source may still have an effect. The counts are in memory: one instance follows a feed at a time, and another one, or this one
 * after a restart, needs no more than three attempts of its own, while a count in the target would have to be written just when
 * the target may be what is slow. What was set aside stands in the quarantine, for all instances.
 */
final class SlowKeys {

    private static final int MOST_FAILURES = 3;

    /** Failures further apart have nothing to do with each other. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private static final int MOST_KEYS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(SlowKeys.class);

    private final Quarantine quarantine;
    private final Repairs repairs;
    private final SyncAttempts attempts;
    private final SetAside setAside;
    private final Map<Key, Failed> failed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failed> eldest) {
            return size() > MOST_KEYS;
        }
    };

    private record Key(String unit, String key) {}

    /** @param over whether none of its writes may still have an effect */
    private record Failed(int times, Refusal refusal, BooleanSupplier over, long at) {
        boolean isOld() {
            return System.nanoTime() - at > MEMORY.toNanos();
        }
    }

    SlowKeys(Quarantine quarantine, Repairs repairs, SyncAttempts attempts, SetAside setAside) {
        this.quarantine = quarantine;
        this.repairs = repairs;
        this.attempts = attempts;
        this.setAside = setAside;
    }

    /** Those of the keys that have failed, and are better tried after the others, each alone. */
    synchronized Set<String> among(String unit, Collection<String> keys) {
        Set<String> known = new TreeSet<>();
        if (!failed.isEmpty()) {
            keys.stream().filter(key -> failed.containsKey(new Key(unit, key))).forEach(known::add);
        }
        return known;
    }

    synchronized void forget(String unit, Collection<String> keys) {
        if (!failed.isEmpty()) {
            keys.forEach(key -> failed.remove(new Key(unit, key)));
        }
    }

    /**
     * Sets the key aside without another attempt.
     *
     * @return empty if it is not to be set aside, or not yet
     */
    Optional<SyncResult> setAsideIfDue(UnitMapping mapping, String key) {
        Optional<Refusal> due = due(mapping.name(), key);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        try {
            SyncResult result = setAside.withoutLooking(mapping, key, due.get());
            forget(mapping.name(), List.of(key));
            log.warn(
                    "Unit '{}': {} is set aside: {}",
                    mapping.name(),
                    named(key),
                    due.get().detail());
            return Optional.of(result);
        } catch (SQLException itsLastTransaction) {
            // It may still run in the target, and hold the key's lock.
            return Optional.empty();
        }
    }

    /** Whether it has failed so often that it is to be set aside. */
    boolean isDue(String unit, String key) {
        return due(unit, key).isPresent();
    }

    private synchronized Optional<Refusal> due(String unit, String key) {
        Failed last = failed.get(new Key(unit, key));
        return last != null && last.times >= MOST_FAILURES && !last.isOld() && last.over.getAsBoolean()
                ? Optional.of(last.refusal)
                : Optional.empty();
    }

    /**
     * Takes down that a key failed alone.
     *
     * @param over whether none of the attempt's writes may still have an effect, now or later
     * @return false if it does not count: the failure is none that one key can cause, or nothing else of the unit can be synced either
     */
    boolean count(UnitMapping mapping, String key, Exception failure, BooleanSupplier over) {
        Refusal refusal = Refusal.failedAlone(failure);
        boolean again;
        try {
            if (!Failures.mayLieInOneKey(failure) || !anotherSyncs(mapping, key)) {
                return false;
            }
            again = quarantine.isSetAside(mapping.name(), key, refusal.reason());
        } catch (SQLException | MongoException away) {
            return false;
        }
        log.warn("Unit '{}': {} failed alone with {}", mapping.name(), named(key), Failures.summary(failure));
        synchronized (this) {
            Failed last = failed.remove(new Key(mapping.name(), key));
            int times = last == null || last.isOld() ? 1 : last.times + 1;
            BooleanSupplier allOver = last == null || last.over.getAsBoolean()
                    ? over
                    : () -> last.over.getAsBoolean() && over.getAsBoolean();
            failed.put(
                    new Key(mapping.name(), key),
                    new Failed(again ? MOST_FAILURES : times, refusal, allOver, System.nanoTime()));
        }
        return true;
    }

    /** As it may stand in a log: an id of any other kind may be personal data. */
    static String named(String key) {
        try {
            Ids.uuid(key);
            return "key " + key;
        } catch (RefusedException other) {
            return "a key that is no ObjectId and no UUID";
        }
    }

    private boolean anotherSyncs(UnitMapping mapping, String key) throws SQLException {
        List<String> neighbours = repairs.neighbours(mapping, key);
        Set<String> doubtful = among(mapping.name(), neighbours);
        for (String neighbour : neighbours) {
            if (doubtful.contains(neighbour)) {
                continue;
            }
            try {
                if (attempts.of(mapping, Long.MAX_VALUE)
                                .run(List.of(neighbour), Set.of(), Map.of())
                                .synced()
                        == 1) {
                    return true;
                }
            } catch (SQLException refused) {
                if (!Failures.concernsData(refused)) {
                    return false;
                }
            } catch (RuntimeException | Error unexpected) {
                if (Failures.concernsTheMoment(unexpected)) {
                    return false;
                }
            }
        }
        return false;
    }
}

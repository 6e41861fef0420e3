package io.crossfade.migration.control;

import com.mongodb.MongoException;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnavailableException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All instances, by both registries. One that was silent for long is taken for dead and removed; should it live, it holds no
 * permit any more and registers anew.
 */
public final class Instances {

    private static final Logger log = LoggerFactory.getLogger(Instances.class);

    private final Instance self;
    private final MongoInstances source;
    private final PostgresInstances target;
    private final Removals removals;
    private final Duration permitTtl;
    private final Duration lately;
    private final StoreContact contact;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Presence atSource;
    private final Presence atTarget;
    private final Presence epochs;
    private volatile Map<String, MongoInstances.Registered> knownAtSource = Map.of();
    private volatile Map<String, PostgresInstances.Registered> knownAtTarget = Map.of();
    private final Map<Side, Long> readAt = new ConcurrentHashMap<>();

    Instances(
            Instance self,
            MongoInstances source,
            PostgresInstances target,
            Removals removals,
            Duration permitTtl,
            StoreContact contact,
            Clock clock,
            LongSupplier ticker) {
        this.self = self;
        this.source = source;
        this.target = target;
        this.removals = removals;
        this.permitTtl = permitTtl;
        this.lately = permitTtl.multipliedBy(2).plusSeconds(1);
        this.contact = contact;
        this.clock = clock;
        this.ticker = ticker;
        this.atSource = new Presence(ticker);
        this.atTarget = new Presence(ticker);
        this.epochs = new Presence(ticker);
    }

    /**
     * An instance as this one sees it.
     *
     * @param self whether it is the one that answers
     * @param epochs by unit, the epoch of the source's fence that it acts by; empty if it is not registered there
     * @param epochMillis by unit, for how long it has been seen to act by that epoch
     * @param sourceSilentMillis since its last sign of life in the source's registry; null if it is not registered there
     * @param targetSilentMillis likewise in the target's
     * @param permit valid, over, or none: whether it may use the source as authority
     * @param sees what it sees of each store, by its own word; one that says nothing any more is not known to see anything
     */
    public record View(
            String id,
            String address,
            String version,
            Instant startedAt,
            boolean self,
            Map<String, Long> epochs,
            Map<String, Long> epochMillis,
            @Nullable Long sourceSilentMillis,
            @Nullable Long targetSilentMillis,
            String permit,
            Map<Side, Sight> sees) {}

    /** Looks at both registries, and removes who was silent for too long. Meant to be called every second or so. */
    void observe() {
        observeSource();
        observeTarget();
        removals.writeDown();
    }

    private void observeSource() {
        try {
            knownAtSource = source.list().stream()
                    .collect(Collectors.toMap(MongoInstances.Registered::id, registered -> registered));
            readAt.put(Side.SOURCE, ticker.getAsLong());
            atSource.observe(beats(knownAtSource, MongoInstances.Registered::beat));
            epochs.observe(epochs(knownAtSource));
            for (String id : atSource.silentFor(removals.silenceLimit())) {
                MongoInstances.Registered dead = knownAtSource.get(id);
                if (dead != null && source.remove(id, dead.beat())) {
                    removals.note(id, dead.address(), "the source's");
                }
            }
        } catch (MongoException away) {
            log.debug("The source's registry cannot be read: error {}", away.getCode());
        }
    }

    private void observeTarget() {
        try {
            knownAtTarget = target.list().stream()
                    .collect(Collectors.toMap(PostgresInstances.Registered::id, registered -> registered));
            readAt.put(Side.TARGET, ticker.getAsLong());
            atTarget.observe(beats(knownAtTarget, PostgresInstances.Registered::beat));
            for (String id : atTarget.silentFor(removals.silenceLimit())) {
                PostgresInstances.Registered dead = knownAtTarget.get(id);
                if (dead != null && target.remove(id, dead.beat())) {
                    removals.note(id, dead.address(), "the target's");
                }
            }
        } catch (SQLException away) {
            log.debug("The target's registry cannot be read: SQLSTATE {}", away.getSQLState());
        }
    }

    private static Map<String, Long> epochs(Map<String, MongoInstances.Registered> known) {
        Map<String, Long> epochs = new HashMap<>();
        known.forEach(
                (id, registered) -> registered.seen().forEach((unit, epoch) -> epochs.put(id + " " + unit, epoch)));
        return epochs;
    }

    private Map<String, Long> epochMillis(MongoInstances.Registered registered) {
        Map<String, Long> millis = new TreeMap<>();
        registered
                .seen()
                .keySet()
                .forEach(unit -> millis.put(
                        unit, epochs.silence(registered.id() + " " + unit).toMillis()));
        return millis;
    }

    private static <T> Map<String, Long> beats(Map<String, T> known, ToLongFunction<T> beat) {
        Map<String, Long> beats = new HashMap<>();
        known.forEach((id, registered) -> beats.put(id, beat.applyAsLong(registered)));
        return beats;
    }

    /** Addresses of those that have given no sign lately in a registry that they are in. */
    List<String> silent() {
        return all().stream()
                .filter(instance -> isLong(instance.sourceSilentMillis) || isLong(instance.targetSilentMillis))
                .map(instance -> instance.address + " (" + instance.id + ")")
                .toList();
    }

    /** Addresses of those that reach the source, and are missing or silent at the target. */
    List<String> cutOffFromTarget() {
        return all().stream()
                .filter(instance -> instance.sourceSilentMillis != null && !isLong(instance.sourceSilentMillis))
                .filter(instance -> instance.targetSilentMillis == null || isLong(instance.targetSilentMillis))
                .map(View::address)
                .toList();
    }

    /** When a store's registry was read last, if that is no longer lately: what is known of the silence in it is worth nothing. */
    public Optional<Instant> unreadSince(Side registry) {
        Long at = readAt.get(registry);
        if (at == null) {
            return Optional.of(self.startedAt());
        }
        Duration age = Duration.ofNanos(ticker.getAsLong() - at);
        return age.compareTo(lately) > 0 ? Optional.of(clock.instant().minus(age)) : Optional.empty();
    }

    private Map<Side, Sight> sees(String id, @Nullable Long sourceSilent, @Nullable Long targetSilent) {
        if (id.equals(self.id())) {
            return contact.sights();
        }
        boolean heardAtSource = isHeard(Side.SOURCE, sourceSilent);
        boolean heardAtTarget = isHeard(Side.TARGET, targetSilent);
        Instant last = Stream.of(sourceSilent, targetSilent)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(clock.instant()::minusMillis)
                .orElse(null);
        MongoInstances.Registered inSource = heardAtSource ? knownAtSource.get(id) : null;
        PostgresInstances.Registered inTarget = heardAtTarget ? knownAtTarget.get(id) : null;
        return Map.of(
                Side.SOURCE, Sight.of(inTarget == null ? null : inTarget.source(), heardAtSource, last),
                Side.TARGET, Sight.of(inSource == null ? null : inSource.target(), heardAtTarget, last));
    }

    private boolean isHeard(Side registry, @Nullable Long silent) {
        return silent != null && !isLong(silent) && unreadSince(registry).isEmpty();
    }

    private boolean isLong(@Nullable Long millis) {
        return millis != null && millis > lately.toMillis();
    }

    /** In the order they started. */
    public List<View> all() {
        Map<String, View> views = new TreeMap<>();
        knownAtTarget.forEach(
                (id, known) -> views.put(id, view(id, known.address(), known.version(), known.startedAt())));
        knownAtSource.forEach(
                (id, known) -> views.put(id, view(id, known.address(), known.version(), known.startedAt())));
        List<View> ordered = new ArrayList<>(views.values());
        ordered.sort(Comparator.comparing(View::startedAt).thenComparing(View::id));
        return ordered;
    }

    private View view(String id, String address, String version, Instant startedAt) {
        MongoInstances.Registered registered = knownAtSource.get(id);
        Long sourceSilent = registered == null ? null : atSource.silence(id).toMillis();
        Long targetSilent = knownAtTarget.containsKey(id) ? atTarget.silence(id).toMillis() : null;
        String permit = sourceSilent == null ? "none" : sourceSilent < permitTtl.toMillis() ? "valid" : "over";
        return new View(
                id,
                address,
                version,
                startedAt,
                id.equals(self.id()),
                registered == null ? Map.of() : new TreeMap<>(registered.seen()),
                registered == null ? Map.of() : epochMillis(registered),
                sourceSilent,
                targetSilent,
                permit,
                sees(id, sourceSilent, targetSilent));
    }

    /**
     * Removes an instance that an admin knows to be dead, from each registry in which it is silent.
     *
     * @return false if there is none of that id
     * @throws IllegalArgumentException if it has given a sign of life lately
     * @throws UnavailableException if a store is away; the message says from which registry it was removed
     */
    public boolean remove(String id) {
        View view = all().stream()
                .filter(instance -> instance.id.equals(id))
                .findFirst()
                .orElse(null);
        if (view == null) {
            return false;
        }
        if (!isLong(view.sourceSilentMillis) && !isLong(view.targetSilentMillis)) {
            throw new IllegalArgumentException("Instance " + id + " at " + view.address
                    + " has given a sign of life lately; only a silent one can be removed");
        }
        List<String> done = new ArrayList<>();
        List<String> away = new ArrayList<>();
        PostgresInstances.Registered inTarget = knownAtTarget.get(id);
        if (inTarget != null && isLong(view.targetSilentMillis)) {
            remove("PostgreSQL's", done, away, () -> target.remove(id, inTarget.beat()));
        }
        MongoInstances.Registered inSource = knownAtSource.get(id);
        if (inSource != null && isLong(view.sourceSilentMillis)) {
            remove("MongoDB's", done, away, () -> source.remove(id, inSource.beat()));
        }
        if (!away.isEmpty()) {
            throw new UnavailableException(
                    "Instance " + id + " could not be removed from " + String.join(" and ", away)
                            + " registry, which does not answer; it "
                            + (done.isEmpty() ? "stands where it stood" : "was removed from " + done.getFirst())
                            + ". Bring the store back and repeat",
                    Duration.ofSeconds(1),
                    null);
        }
        return true;
    }

    private static void remove(String registry, List<String> done, List<String> away, Callable<Boolean> removal) {
        try {
            removal.call();
            done.add(registry);
        } catch (Exception failed) {
            log.debug("{} registry: {}", registry, failed.getClass().getSimpleName());
            away.add(registry);
        }
    }
}

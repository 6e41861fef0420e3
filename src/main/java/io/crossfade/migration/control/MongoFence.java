package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.Events.Event;
import io.crossfade.migration.control.MongoInstances.Registered;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The fence in MongoDB, and this instance's permits. {@link #refresh} has to be called at least four times in a permit's lifetime;
 * whoever changes the fence has the others told, so that they need not wait for their turn.
 */
final class MongoFence implements SourceFence {

    private static final long POLL_MILLIS = 3;

    private final MongoFenceDocuments documents;
    private final Installation installation;
    private final MongoInstances instances;
    private final Instance self;
    private final Duration ttl;
    private final Duration over;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Events events;
    private final Map<String, UnitPermit> permits = new ConcurrentHashMap<>();
    private volatile Runnable nudge = () -> {};
    private volatile Runnable announce = () -> {};

    /** Which epochs the registry was last told. */
    private Map<String, Long> told = Map.of();

    private boolean registered;

    /** @param over how long after it was counted a permit is certainly over by anybody's clock */
    MongoFence(
            MongoFenceDocuments documents,
            Installation installation,
            MongoInstances instances,
            Instance self,
            Duration ttl,
            Duration over,
            Clock clock,
            LongSupplier ticker,
            Events events) {
        this.documents = documents;
        this.installation = installation;
        this.instances = instances;
        this.self = self;
        this.ttl = ttl;
        this.over = over;
        this.clock = clock;
        this.ticker = ticker;
        this.events = events;
        installation.whenSourceIsLost(this::sourceLost);
    }

    /** What answers next may be another store: permits count again once it was read. */
    private void sourceLost() {
        permits.values().forEach(UnitPermit::suspend);
        nudge.run();
    }

    MongoInstances instances() {
        return instances;
    }

    /**
     * @param refreshSoon has {@link #refresh} called as soon as possible
     * @param tellOthers has the other instances do the same
     */
    void whenChanged(Runnable refreshSoon, Runnable tellOthers) {
        this.nudge = refreshSoon;
        this.announce = tellOthers;
    }

    /**
     * Renews all permits: registers, reads the fence, makes sure of the registration, takes the permits in, and then says which
     * epochs were seen.
     *
     * @param rows the units as the target knows them; one in the first phase that has no document yet gets its first
     * @throws UnavailableException if this MongoDB does not belong to the installation; then no permit is held
     * @throws RuntimeException MongoDB's own
     */
    synchronized void refresh(List<FenceRow> rows) {
        installation.moved(rows.stream()
                .filter(row -> row.phase() != Phase.SOURCE)
                .map(FenceRow::unit)
                .toList());
        if (!registered) {
            // Nothing is written to a store that is not the installation's own.
            readOurs();
            instances.register();
            registered = true;
        }
        tellWhatIsNew();
        long start = ticker.getAsLong();
        long wall = clock.millis();
        List<FenceDocument> read = readOurs();
        // A close gives no right: it is taken in, and told, before this instance knows that it is registered still.
        read.stream()
                .filter(document -> document.mode() == Mode.CLOSED)
                .forEach(document -> install(document, start, wall));
        if (!tell()) {
            registered = false;
            permits.values().forEach(UnitPermit::drop);
            events.count(Event.INSTANCE_RETURNED, "all");
            return;
        }
        read.forEach(document -> install(document, start, wall));
        tellWhatIsNew();
        Set<String> known = read.stream().map(FenceDocument::unit).collect(Collectors.toSet());
        List<FenceRow> missing = rows.stream()
                .filter(row -> row.phase() == Phase.SOURCE && !known.contains(row.unit()))
                .toList();
        if (!missing.isEmpty()) {
            missing.stream().map(FenceDocument::first).forEach(documents::create);
            refresh(rows);
        }
    }

    private List<FenceDocument> readOurs() {
        try {
            return documents.readAll();
        } catch (UnavailableException strange) {
            registered = false;
            permits.values().forEach(UnitPermit::drop);
            throw strange;
        }
    }

    private void install(FenceDocument document, long start, long wall) {
        holder(document.unit()).install(new UnitPermit.Read(document, start, wall));
    }

    private void tellWhatIsNew() {
        if (!seen().equals(told)) {
            tell();
        }
    }

    /** @return false if this instance is not registered any more */
    private boolean tell() {
        told = seen();
        return instances.beat(told);
    }

    private Map<String, Long> seen() {
        Map<String, Long> seen = new HashMap<>();
        permits.forEach((unit, permit) -> seen.put(unit, permit.epoch()));
        return seen;
    }

    /** This instance stops: it holds no permit from here on. */
    synchronized void leave() {
        permits.values().forEach(UnitPermit::drop);
        instances.leave();
        registered = false;
    }

    private UnitPermit holder(String unit) {
        return permits.computeIfAbsent(unit, name -> new UnitPermit(ttl, over, ticker, clock));
    }

    @Override
    public Optional<FenceDocument> permit(String unit) {
        return holder(unit).valid();
    }

    @Override
    public Optional<FenceDocument> known(String unit) {
        return holder(unit).known();
    }

    @Override
    public Optional<FenceDocument> beginWrite(String unit, long nanos) throws InterruptedException {
        return holder(unit).beginWrite(nanos);
    }

    @Override
    public Optional<FenceDocument> afterWrite(FenceDocument before) {
        return holder(before.unit())
                .awaitReading(ttl.toNanos())
                .filter(now -> now.mayReadSource() && now.term() == before.term());
    }

    @Override
    public void endWrite(String unit) {
        if (holder(unit).endWrite()) {
            // Who closed the source waits for nothing but this.
            nudge.run();
        }
    }

    @Override
    public FenceDocument read(String unit) {
        return documents
                .read(unit)
                .orElseThrow(() -> new IllegalStateException("Unit '" + unit + "' has no fence in the source yet"));
    }

    @Override
    public boolean replace(FenceDocument before, FenceDocument after) {
        boolean replaced = documents.replace(before, after);
        if (replaced) {
            holder(after.unit()).installOwn(after);
        }
        nudge.run();
        announce.run();
        return replaced;
    }

    @Override
    public boolean awaitOlderPermitsOver(FenceDocument document, long since, Duration limit)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Set<String> awaited = instances.listNow().stream()
                .filter(instance -> !instance.hasSeen(document))
                .map(Registered::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        while (!awaited.isEmpty() && ticker.getAsLong() - since < over.toNanos()) {
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            awaited.retainAll(instances.list().stream()
                    .filter(instance -> !instance.hasSeen(document))
                    .map(Registered::id)
                    .toList());
        }
        return true;
    }

    @Override
    public boolean awaitRelaxedEverywhere(FenceDocument relaxed) throws InterruptedException {
        if (!relaxed.readsWereSwitched()) {
            return false;
        }
        long overAt = holder(relaxed.unit()).overAt(relaxed);
        boolean waits = overAt - ticker.getAsLong() > 0;
        for (long left = overAt - ticker.getAsLong(); left > 0; left = overAt - ticker.getAsLong()) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        return waits;
    }

    @Override
    public List<String> silent(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Map<String, Registered> silent =
                instances.listNow().stream().collect(Collectors.toMap(Registered::id, instance -> instance));
        silent.remove(self.id());
        announce.run();
        while (!silent.isEmpty() && deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            Map<String, Long> beats =
                    instances.list().stream().collect(Collectors.toMap(Registered::id, Registered::beat));
            silent.values().removeIf(instance -> {
                Long beat = beats.get(instance.id());
                return beat == null || beat != instance.beat();
            });
        }
        return silent.values().stream().map(Registered::address).toList();
    }
}

package io.crossfade.migration.control;

import com.mongodb.MongoException;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.Events.Event;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What control does again and again, each in a thread of its own, for either store may keep one waiting: renew the permits, look
 * at the units' rows and tell the parts of the engine, give signs of life, return to strictness, take over what others left.
 */
final class ControlSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ControlSchedule.class);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LEAVING = Duration.ofSeconds(5);

    private final UnitStates states;
    private final MongoServerCheck server;
    private final Installation installation;
    private final MongoFence source;
    private final PostgresInstances target;
    private final Instances instances;
    private final StoreContact contact;
    private final ReplicaWrites replicaWrites;
    private final EnginePools pools;
    private final Leases leases;
    private final Troubles troubles = new Troubles();
    private final Events events;
    private final List<MoveListener> listeners;
    private final Map<String, Long> told = new HashMap<>();
    private final Semaphore permitsDue = new Semaphore(0);
    private final Semaphore rowsDue = new Semaphore(0);
    private final Semaphore checkDue = new Semaphore(0);
    private final List<Repeated> repeated;
    private volatile boolean running;
    private @Nullable Announcements announcements;
    private boolean registered;

    /** @param work what else is to be repeated, each after its pause */
    ControlSchedule(
            UnitStates states,
            MongoServerCheck server,
            Installation installation,
            InstallationCheck check,
            MongoFence source,
            PostgresInstances target,
            Instances instances,
            StoreContact contact,
            ReplicaWrites replicaWrites,
            EnginePools pools,
            Leases leases,
            Events events,
            List<MoveListener> listeners,
            Duration permitTtl,
            Map<Repeated.Work, Duration> work) {
        this.states = states;
        this.server = server;
        this.installation = installation;
        this.source = source;
        this.target = target;
        this.instances = instances;
        this.contact = contact;
        this.replicaWrites = replicaWrites;
        this.leases = leases;
        this.events = events;
        this.listeners = listeners;
        this.pools = pools;
        this.repeated = new ArrayList<>(List.of(
                new Repeated("permits", permitTtl.dividedBy(4), permitsDue, this::renewPermits),
                new Repeated("rows", SECOND.dividedBy(4), rowsDue, this::lookAtRows),
                new Repeated("installation", SECOND.dividedBy(4), checkDue, check::look),
                new Repeated("alive", SECOND, new Semaphore(0), this::giveSign),
                new Repeated("instances", SECOND, new Semaphore(0), this::observeInstances)));
        work.forEach(
                (task, pause) -> repeated.add(new Repeated("work-" + repeated.size(), pause, new Semaphore(0), task)));
    }

    private void lookNow() {
        permitsDue.release();
        rowsDue.release();
    }

    @Override
    public void start() {
        Announcements heard = new Announcements(pools, this::lookNow);
        source.whenChanged(permitsDue::release, heard::announce);
        installation.whenCheckIsDue(checkDue::release);
        try {
            giveSign();
        } catch (SQLException later) {
            log.warn("PostgreSQL cannot be asked yet: {}", PostgresFailures.reason(later));
        }
        try {
            renewPermits();
        } catch (MongoException | UnavailableException later) {
            log.debug("MongoDB cannot be asked yet, which its check has told: {}", MongoFailures.reason(later));
        }
        tellListeners();
        heard.start();
        announcements = heard;
        repeated.forEach(Repeated::start);
        running = true;
    }

    private void renewPermits() {
        server.require();
        source.instances().tell(contact.state(Side.TARGET));
        source.refresh(states.all());
        contact.answered(Side.SOURCE);
    }

    private void lookAtRows() throws SQLException {
        try {
            states.refresh();
        } catch (SQLException away) {
            if (troubles.isNew(PostgresFailures.state(away))) {
                log.warn(
                        "PostgreSQL cannot be asked (SQLSTATE {}), which is tried again: units in which MongoDB decides are served"
                                + " without it, the others not",
                        PostgresFailures.state(away));
            }
            installation.targetLost();
            throw away;
        }
        if (troubles.areOver()) {
            log.info("PostgreSQL answers again");
        }
        contact.answered(Side.TARGET);
        for (FenceRow row : states.all()) {
            if (row.state() == FenceState.DRAINED && replicaWrites.quiet(row.unit())) {
                target.sayQuiet(row.unit(), row.epoch());
            }
        }
        tellListeners();
    }

    private synchronized void tellListeners() {
        for (FenceRow row : states.all()) {
            Long known = told.put(row.unit(), row.epoch());
            if (known == null || known != row.epoch()) {
                listeners.forEach(listener -> listener.standsAt(row));
            }
        }
    }

    /** None is removed from a registry that is not the installation's own. */
    private void observeInstances() {
        if (installation.problem().isEmpty()) {
            instances.observe();
        }
    }

    private void giveSign() throws SQLException {
        if (!installation.trusts(Side.TARGET)) {
            return;
        }
        target.tell(contact.state(Side.SOURCE));
        boolean known = target.beat();
        contact.answered(Side.TARGET);
        if (registered && !known) {
            events.count(Event.INSTANCE_RETURNED, "all");
        }
        registered = true;
    }

    /** The last of all: whoever still worked on something has ended. */
    @Override
    public void stop() {
        repeated.forEach(Repeated::stop);
        registered = false;
        if (announcements != null) {
            announcements.close();
        }
        each("its permits", source::leave);
        each("its leases", leases::releaseAll);
        each("its place in the target's registry", () -> {
            if (awaitQuiet()) {
                target.leave();
            }
        });
        running = false;
    }

    private interface Farewell {
        void say() throws SQLException;
    }

    /** One store may be away, and the other is told all the same. */
    private static void each(String what, Farewell farewell) {
        try {
            farewell.say();
        } catch (SQLException | RuntimeException away) {
            log.warn(
                    "A store is away ({}): this instance leaves {} behind until its silence is noticed",
                    away.getClass().getSimpleName(),
                    what);
        }
    }

    private boolean awaitQuiet() {
        long deadline = System.nanoTime() + LEAVING.toNanos();
        while (!states.all().stream().allMatch(row -> replicaWrites.quiet(row.unit()))) {
            if (deadline - System.nanoTime() < 0) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins before the web server accepts requests, and ends after it. */
    @Override
    public int getPhase() {
        return 0;
    }
}

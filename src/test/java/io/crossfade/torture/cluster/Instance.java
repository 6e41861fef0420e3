package io.crossfade.torture.cluster;

import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.testing.RestartablePostgres;
import io.crossfade.testing.ServiceProcess;
import io.crossfade.torture.load.Target;
import io.crossfade.torture.net.Notifications;
import io.crossfade.torture.net.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One instance of the service, which reaches each database through a proxy of its own. */
public final class Instance implements Target, AutoCloseable {

    private static final Duration ADMIN_LIMIT = Duration.ofSeconds(40);
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final int KILLED = 137;

    private final int number;
    private final Map<Store, TcpProxy> links;
    private final Notifications notifications;
    private final ServiceProcess process;
    private final ServiceClient admin;
    private final EventCounts events;
    private volatile boolean stopped;
    private volatile boolean asleep;
    private final Deque<Sleep> sleeps = new ConcurrentLinkedDeque<>();
    private volatile boolean wasReady;
    private volatile long startedAt = System.nanoTime();

    /** Starts it. */
    Instance(int number, Stores stores, ServiceProcess.Program program, Path logs, ClusterOptions options) {
        this.number = number;
        this.notifications = new Notifications();
        this.links = Map.of(
                Store.MONGO, TcpProxy.to(stores.port(Store.MONGO)),
                Store.POSTGRES, TcpProxy.to(stores.port(Store.POSTGRES), notifications));
        this.process = new ServiceProcess(
                program,
                "jdbc:postgresql://127.0.0.1:" + link(Store.POSTGRES).port() + "/" + RestartablePostgres.USER
                        + "?sslmode=disable&gssEncMode=disable",
                RestartablePostgres.USER,
                "mongodb://127.0.0.1:" + link(Store.MONGO).port() + "/strattio?directConnection=true",
                logs,
                options.settings());
        this.admin = process.client("ADMIN", ADMIN_LIMIT);
        this.events = new EventCounts(process.client("VIEWER", Duration.ofSeconds(3)));
    }

    public String name() {
        return "instance-" + number;
    }

    /** Its connections to a database. */
    public TcpProxy link(Store store) {
        return links.get(store);
    }

    public Notifications notifications() {
        return notifications;
    }

    /** Signed in as an ADMIN. */
    public ServiceClient admin() {
        return admin;
    }

    public void awaitReady() {
        process.awaitReady();
        wasReady = true;
    }

    public boolean ready() {
        boolean ready =
                process.alive() && admin.get("/actuator/health/readiness").done();
        wasReady |= ready;
        return ready;
    }

    /** Whether it was started so lately that it need not be ready yet, and never was since. */
    public boolean mayStillStart() {
        return process.alive() && !wasReady && System.nanoTime() - startedAt < START_LIMIT.toNanos();
    }

    /** Whether its process ended without having been asked to. */
    public boolean endedByItself() {
        return !stopped && !process.alive();
    }

    /** Whether it ended by itself as it may: a failpoint told it to, or a store was away when it started. */
    public boolean endedAsItMay() throws IOException {
        if (!endedByItself()) {
            return false;
        }
        if (process.exitStatus().orElseThrow() == KILLED) {
            return wrote(line -> line.startsWith("failpoint ") && line.endsWith(" die"));
        }
        return !wasReady
                && wrote(line -> Stream.of(
                                "PSQLException",
                                "PostgreSQL does not answer",
                                "The two stores do not belong together",
                                "com.mongodb.Mongo")
                        .anyMatch(line::contains));
    }

    private boolean wrote(Predicate<String> what) throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.anyMatch(what);
        }
    }

    /** Reads its rare events first, for they end with it. */
    public void kill() throws InterruptedException {
        events.bank();
        stopped = true;
        process.kill();
    }

    /** Returns when the process runs, long before it is ready. Does nothing if it runs. */
    public void start() {
        if (!process.alive()) {
            events.keep();
            process.start();
            startedAt = System.nanoTime();
            wasReady = false;
            stopped = false;
        }
    }

    /** Stops all of its threads at once, as a long garbage collection or a moved virtual machine does. */
    public void pause() throws IOException, InterruptedException {
        process.signal("STOP");
    }

    public void resume() throws IOException, InterruptedException {
        process.signal("CONT");
    }

    /** A pause so long that the others do without it. */
    void fallAsleep() throws IOException, InterruptedException {
        asleep = true;
        sleeps.add(new Sleep(System.nanoTime(), Long.MAX_VALUE));
        pause();
    }

    void wake() throws IOException, InterruptedException {
        resume();
        asleep = false;
        sleeps.add(new Sleep(sleeps.removeLast().start(), System.nanoTime()));
    }

    private record Sleep(long start, long end) {

        long within(long from, long to) {
            return Math.max(0, Math.min(end, to) - Math.max(start, from));
        }
    }

    /** For how many nanoseconds of that time it was asleep; both by this process' ticks. */
    public long asleepWithin(long start, long end) {
        return sleeps.stream().mapToLong(sleep -> sleep.within(start, end)).sum();
    }

    @Override
    public boolean awake() {
        return !asleep;
    }

    /** The rare events that happened in it since it was first started, by name. */
    public SortedMap<String, Long> events() {
        return events.total();
    }

    /** What it wrote since it was last started. */
    public Path log() {
        return process.log();
    }

    @Override
    public URI base() {
        return process.base();
    }

    @Override
    public String user() {
        return ServiceProcess.user("APP");
    }

    @Override
    public String password() {
        return process.password("APP");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.close();
        admin.close();
        events.close();
        for (TcpProxy link : links.values()) {
            link.close();
        }
    }
}

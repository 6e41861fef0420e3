package io.crossfade.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.CrossfadeApplication;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.testing.HaProxy;
import io.crossfade.testing.KeptConnection;
import io.crossfade.testing.KeptConnection.Answered;
import io.crossfade.testing.PostgresForTests;
import io.crossfade.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances behind a real load balancer are stopped in turn under load, and no request is lost. {@code -Dstops=11} for the
 * long form.
 */
@Timeout(1800)
@EnabledIf(value = "io.crossfade.testing.HaProxy#isInstalled", disabledReason = "haproxy is not installed")
class BalancedStopTest {

    private static final int STOPS = Integer.getInteger("stops", 1);
    private static final String PAUSE = System.getProperty("stops.pause", "3s");
    private static final int CLIENTS = 16;
    private static final long BETWEEN_REQUESTS_NANOS = 100_000_000;

    private final EmbeddedMongo mongo = EmbeddedMongo.start();
    private final List<ServiceProcess> instances = new ArrayList<>();
    private final Map<String, LongAdder> cut = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean ended;

    @TempDir
    private Path directory;

    @AfterEach
    void stop() throws Exception {
        for (ServiceProcess instance : instances) {
            instance.close();
        }
        mongo.close();
    }

    @Test
    void noRequestIsCut() throws Exception {
        start();
        List<Integer> ports =
                instances.stream().map(instance -> instance.base().getPort()).toList();
        try (HaProxy balancer = HaProxy.before(ports, directory)) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(Thread.ofPlatform().name("client-" + i).start(() -> load(balancer.port(), number)));
            }
            try {
                awaitTraffic();
                for (int i = 0; i < STOPS; i++) {
                    ServiceProcess stopped = instances.get(i % instances.size());
                    stopped.stop();
                    awaitTraffic();
                    if (i < STOPS - 1) {
                        stopped.start();
                        stopped.awaitReady();
                        awaitTraffic();
                    }
                }
            } finally {
                ended = true;
                for (Thread client : clients) {
                    client.join();
                }
            }
        }
        assertThat(new TreeMap<>(cut)).as("of %s requests".formatted(answered)).isEmpty();
    }

    private void start() {
        ServiceProcess.Program program = new ServiceProcess.Program(
                CrossfadeApplication.class.getName(),
                ServiceProcess.Program.classPathWithoutTests(),
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        String url = PostgresForTests.url(PostgresForTests.emptyDatabase());
        for (int i = 0; i < 2; i++) {
            instances.add(new ServiceProcess(
                    program,
                    url,
                    PostgresForTests.USER,
                    mongo.connectionString(),
                    Path.of("target", "balanced-stop", "instance-" + i),
                    // One sign-in for whichever instance is asked.
                    List.of(
                            "--crossfade.stop.pause=" + PAUSE,
                            "--crossfade.security.users.client.password=client",
                            "--crossfade.security.users.client.roles=app")));
        }
        instances.forEach(ServiceProcess::awaitReady);
    }

    private void awaitTraffic() {
        long before = answered.get();
        await("requests").atMost(Duration.ofMinutes(2)).until(() -> answered.get() > before + 200 || !cut.isEmpty());
    }

    private void load(int port, int number) {
        String client = KeptConnection.basic("client", "client");
        while (!ended) {
            try (KeptConnection connection = new KeptConnection(port)) {
                for (boolean writes = number % 2 == 0; !ended; writes = !writes) {
                    Answered answer = writes
                            ? connection.exchange("POST", "/api/organisations", client, "{\"name\":\"stopping\"}")
                            : connection.exchange("GET", "/api/organisations?limit=1", client, "");
                    answered.incrementAndGet();
                    if (answer.status() != (writes ? 201 : 200)) {
                        count("status " + answer.status());
                    }
                    if (answer.closes()) {
                        break;
                    }
                    LockSupport.parkNanos(BETWEEN_REQUESTS_NANOS);
                }
            } catch (IOException lost) {
                count(lost.getClass().getSimpleName());
            }
        }
    }

    private void count(String what) {
        cut.computeIfAbsent(what, key -> new LongAdder()).increment();
    }
}

package io.crossfade.embedded.sample.traffic;

import io.crossfade.embedded.sample.SampleData;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Runs the traffic from when the service is ready until just before it stops, and tells the log of it. */
public final class EmbeddedTraffic implements SmartLifecycle {

    /** Whom it signs in as. */
    public static final String USER = "traffic";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTraffic.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final TrafficProperties properties;
    private final Environment environment;
    private final ObjectProvider<SampleData> sample;
    private @Nullable Running running;

    private record Running(Traffic traffic, ServiceClient client, ScheduledExecutorService reports) {}

    EmbeddedTraffic(TrafficProperties properties, Environment environment, ObjectProvider<SampleData> sample) {
        this.properties = properties;
        this.environment = environment;
        this.sample = sample;
    }

    @EventListener
    synchronized void begin(ApplicationReadyEvent event) {
        String port = environment.getProperty("local.server.port");
        String password = environment.getProperty("crossfade.security.users." + USER + ".password");
        if (port == null || password == null || running != null) {
            return;
        }
        ServiceClient client = new ServiceClient(URI.create("http://localhost:" + port), USER, password, ANSWER_LIMIT);
        SampleData data = sample.getIfAvailable();
        List<String> paths = data == null ? List.of() : data.paths(properties.samples());
        Traffic traffic = Traffic.start(
                client, new Ledger(), properties.workers(), properties.perSecond(), properties.seed(), paths);
        ScheduledExecutorService reports = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("traffic-report").daemon().factory());
        long every = properties.report().toMillis();
        reports.scheduleAtFixedRate(() -> report(traffic), every, every, TimeUnit.MILLISECONDS);
        running = new Running(traffic, client, reports);
    }

    /** The traffic that runs or ran. @throws IllegalStateException before the service was ready */
    public synchronized Traffic traffic() {
        if (running == null) {
            throw new IllegalStateException("No traffic runs; look at crossfade.traffic.enabled");
        }
        return running.traffic();
    }

    private static void report(Traffic traffic) {
        TrafficStatistics.Summary summary = traffic.statistics().drain();
        if (summary.failures() > 0) {
            LOG.error(
                    "Traffic: {}. Since the start: {}",
                    summary,
                    traffic.statistics().failures());
        } else {
            LOG.debug("Traffic: {}", summary);
        }
    }

    @Override
    public void start() {}

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.reports().shutdownNow();
            running.traffic().stop();
            running.client().close();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}

package io.crossfade.strattio.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.SmartLifecycle;

/**
 * Goes on serving for a while after readiness went down, so that a load balancer turns away before the web server does. Each answer
 * then ends its connection, for the web server will close those that are idle, and what comes on one at that moment is lost.
 */
final class StopPause implements SmartLifecycle, TomcatConnectorCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(StopPause.class);

    private final Duration pause;
    private final List<AbstractHttp11Protocol<?>> protocols = new CopyOnWriteArrayList<>();
    private volatile boolean running;

    StopPause(Duration pause) {
        this.pause = pause;
    }

    @Override
    public void customize(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
            protocols.add(protocol);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Spring Boot has taken readiness down before anything is stopped. */
    @Override
    public void stop() {
        running = false;
        protocols.forEach(protocol -> protocol.setMaxKeepAliveRequests(1));
        if (pause.isZero()) {
            return;
        }
        LOG.info("Not ready any more; requests are served for another {} ms", pause.toMillis());
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Ends before the web server takes no more requests. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}

package io.crossfade.torture.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventCountsTest {

    private HttpServer service;
    private EventCounts counts;
    private volatile int relaxed;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/actuator/metrics/crossfade.events", exchange -> {
            byte[] body = (exchange.getRequestURI().getQuery() == null
                            ? "{\"availableTags\":[{\"tag\":\"event\",\"values\":[\"relaxed\"]}]}"
                            : "{\"measurements\":[{\"value\":" + relaxed + "}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        counts = new EventCounts(new ServiceClient(
                URI.create("http://127.0.0.1:" + service.getAddress().getPort()),
                "viewer",
                "secret",
                Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        counts.close();
        service.stop(0);
    }

    @Test
    void whatALifeCountedIsNotHiddenByTheNextOne() {
        relaxed = 3;
        assertThat(counts.total()).isEqualTo(Map.of("relaxed", 3L));

        relaxed = 1;
        counts.keep();
        assertThat(counts.total()).isEqualTo(Map.of("relaxed", 4L));
    }

    @Test
    void aLifeThatWasReadToItsEndIsCountedOnce() {
        relaxed = 3;
        counts.bank();
        counts.keep();

        relaxed = 0;
        assertThat(counts.total()).isEqualTo(Map.of("relaxed", 3L));
    }
}

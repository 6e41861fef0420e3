package io.crossfade.embedded.sample.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Requests to a service that may say anything. */
class RequestsTest {

    private static final String PLANS = "/api/plans";

    private final TrafficStatistics statistics = new TrafficStatistics();
    private volatile String answer = "{}";
    private HttpServer service;
    private ServiceClient client;
    private Requests requests;

    @BeforeEach
    void open() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        URI base = URI.create("http://localhost:" + service.getAddress().getPort());
        client = new ServiceClient(base, "traffic", "none", Duration.ofSeconds(10));
        requests = new Requests(client, new Ledger(), statistics);
    }

    @AfterEach
    void close() {
        client.close();
        service.stop(0);
    }

    @Test
    void whatIsAnsweredAsItWasSentIsRight() {
        answer = "{\"id\": \"1\", \"name\": \"a\", \"n\": 1.0, \"updated_at\": \"t1\"}";
        requests.create(PLANS, body().put("name", "a").put("n", 1).put("password", "p"));
        answer = "{\"id\": \"1\", \"name\": \"b\", \"n\": 1, \"updated_at\": \"t2\"}";
        requests.change(PLANS + "/1", ServiceClient.JSON.createObjectNode().put("name", "b"));

        assertThat(statistics.failures()).isEmpty();
    }

    @Test
    void aFieldThatACreateLostIsAFailure() {
        answer = "{\"id\": \"1\"}";
        requests.create(PLANS, body().put("name", "a"));

        assertThat(statistics.failures()).singleElement().asString().contains("POST /api/plans/1", "[name]");
    }

    @Test
    void aChangeThatChangedNothingIsAFailure() {
        answer = "{\"id\": \"1\", \"name\": \"a\"}";
        requests.create(PLANS, body().put("name", "a"));
        requests.change(PLANS + "/1", ServiceClient.JSON.createObjectNode().put("name", "b"));

        assertThat(statistics.failures()).singleElement().asString().contains("PATCH /api/plans/1", "[name]");
    }

    @Test
    void aChangeOfWhatWasNotToBeChangedIsAFailure() {
        answer = "{\"id\": \"1\", \"name\": \"a\", \"n\": 1}";
        requests.create(PLANS, body().put("name", "a").put("n", 1));
        answer = "{\"id\": \"1\", \"name\": \"b\", \"n\": 2}";
        requests.change(PLANS + "/1", ServiceClient.JSON.createObjectNode().put("name", "b"));

        assertThat(statistics.failures()).singleElement().asString().contains("[n]");
    }

    private static ObjectNode body() {
        return ServiceClient.JSON.createObjectNode().put("id", "1");
    }
}

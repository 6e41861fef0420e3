package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.KeptConnection;
import io.crossfade.testing.KeptConnection.Answered;
import io.crossfade.testing.WholeProgram;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Bodies that no document can be as large as. */
@WholeProgram
class BodyLimitTests {

    private static final int LIMIT = 17 << 20;
    private static final int CHUNK = 1 << 20;
    private static final String PATH = "/api/organisations";

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({
        "nobody, nobody, /api/organisations",
        "app, wrong, /api/organisations",
        "app, app, /api/organisations",
        "admin, admin, /actuator/migration/users",
        "nobody, nobody, /nowhere"
    })
    void aBodyThatSaysItIsTooLargeIsRefusedBeforeAnything(String user, String password, String path)
            throws IOException {
        try (KeptConnection connection = new KeptConnection(port)) {
            connection.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Authorization: " + KeptConnection.basic(user, password) + "\r\nContent-Length: " + (LIMIT + 1)
                    + "\r\n\r\n{");

            assertTooLarge(connection.receive());
        }
    }

    @ParameterizedTest
    @CsvSource({"app, /api/organisations", "admin, /actuator/migration/users"})
    void aBodyThatDoesNotSayHowLongItIsIsCounted(String user, String path) throws IOException {
        try (KeptConnection connection = new KeptConnection(port)) {
            sendInChunks(connection, user, user, path);

            assertTooLarge(connection.receive());
        }
    }

    /** Nobody reads it, so nothing of it is kept. */
    @Test
    void aBodyOfSomebodyWhoIsNotKnownIsNotRead() throws IOException {
        try (KeptConnection connection = new KeptConnection(port)) {
            sendInChunks(connection, "app", "wrong", PATH);

            assertThat(connection.receive().status()).isEqualTo(401);
        }
    }

    @Test
    void aBodyUpToTheLimitIsRead() throws IOException {
        String name = "x".repeat(255);
        String body = "{\"name\":\"" + name + "\"" + " ".repeat(LIMIT - 512) + "}";
        try (KeptConnection connection = new KeptConnection(port)) {
            assertThat(connection
                            .exchange("POST", PATH, KeptConnection.basic("app", "app"), body)
                            .status())
                    .isEqualTo(201);
        }
    }

    /** As little text as it takes memory: it was an OutOfMemoryError. */
    @Test
    void aBodyOfMoreValuesThanMemoryHasRoomForIsRefused() throws IOException {
        long values = Runtime.getRuntime().maxMemory() / 1_000;
        String body = "{\"name\":\"x\",\"settings\":{\"a\":[" + "{},".repeat((int) Math.min(values, (LIMIT - 100) / 3))
                + "{}]}}";
        try (KeptConnection connection = new KeptConnection(port)) {
            Answered answer = connection.exchange("POST", PATH, KeptConnection.basic("app", "app"), body);

            assertThat(List.of(413, 422)).contains(answer.status());
        }
    }

    private static void sendInChunks(KeptConnection connection, String user, String password, String path)
            throws IOException {
        connection.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: " + KeptConnection.basic(user, password) + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = Integer.toHexString(CHUNK) + "\r\n" + " ".repeat(CHUNK) + "\r\n";
        for (int sent = 0; sent <= LIMIT; sent += CHUNK) {
            connection.send(chunk);
        }
        connection.send("0\r\n\r\n");
    }

    private static void assertTooLarge(Answered answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answer.body()).contains("\"status\":413", Integer.toString(LIMIT));
    }
}

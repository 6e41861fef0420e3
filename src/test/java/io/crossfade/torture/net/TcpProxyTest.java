package io.crossfade.torture.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private EchoServer echo;
    private TcpProxy proxy;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        echo = new EchoServer();
        proxy = TcpProxy.to(echo.port());
        client = open();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        echo.close();
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), proxy.port());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private int exchange(int value) throws IOException {
        client.getOutputStream().write(value);
        return client.getInputStream().read();
    }

    private void assertNoAnswer() throws IOException {
        client.setSoTimeout(200);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout((int) SOON.toMillis());
    }

    @Test
    void exchangesTheServerUntilItIsHealed() throws IOException {
        try (EchoServer another = new EchoServer(1)) {
            proxy.exchange(another.port());
            client.close();
            client = open();
            assertThat(exchange(1)).isEqualTo(2);

            proxy.heal();
            client.close();
            client = open();
            assertThat(exchange(1)).isEqualTo(1);
        }
    }

    @Test
    void passesBothWaysAndHangsUpWithTheClient() throws IOException {
        assertThat(exchange(1)).isEqualTo(1);
        assertThat(exchange(255)).isEqualTo(255);
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void delaysEachWayUntilHealed() throws IOException {
        proxy.delay(Duration.ofMillis(150));
        long start = System.nanoTime();
        assertThat(exchange(1)).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));

        proxy.delay(Duration.ofHours(1));
        client.getOutputStream().write(2);
        assertNoAnswer();
        proxy.heal();
        assertThat(client.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void aHeldRequestArrivesLateEvenIfItsSenderHasGone() throws IOException {
        proxy.hold(Direction.REQUESTS, Direction.ANSWERS);
        client.getOutputStream().write(1);
        assertNoAnswer();
        assertThat(echo.received()).isZero();
        client.close();
        proxy.heal();
        await().atMost(SOON).until(() -> echo.received() == 1);
    }

    @Test
    void holdsAnswersAlone() throws IOException {
        proxy.hold(Direction.ANSWERS);
        client.getOutputStream().write(1);
        await().atMost(SOON).until(() -> echo.received() == 1);
        assertNoAnswer();
        proxy.heal();
        assertThat(client.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void resetsWhatIsOpenAndTakesNewConnections() throws IOException {
        assertThat(exchange(1)).isEqualTo(1);
        proxy.reset();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        client = open();
        assertThat(exchange(2)).isEqualTo(2);
    }

    @Test
    void aResetReachesAConnectionThatIsHeld() throws IOException {
        proxy.hold(Direction.REQUESTS);
        client.getOutputStream().write(1);
        assertNoAnswer();
        proxy.reset();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        proxy.heal();
        client = open();
        assertThat(exchange(2)).isEqualTo(2);
        assertThat(echo.received()).isOne();
    }

    @Test
    void refusesNewConnectionsAlone() throws IOException {
        assertThat(exchange(1)).isEqualTo(1);
        proxy.refuse();
        try (Socket second = open()) {
            assertThatThrownBy(() -> second.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(exchange(2)).isEqualTo(2);
    }

    @Test
    void losesTheReplyOfWhatWasDone() throws IOException {
        assertThat(exchange(1)).isEqualTo(1);
        proxy.loseReplies(1, new Random(1));
        client.getOutputStream().write(2);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        await().atMost(SOON).until(() -> echo.received() == 2);
    }

    @Test
    void aServerThatIsAwayIsSeenAsAReset() throws IOException {
        int nobody;
        try (ServerSocket probe = new ServerSocket(0)) {
            nobody = probe.getLocalPort();
        }
        try (TcpProxy toNobody = TcpProxy.to(nobody);
                Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), toNobody.port())) {
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }
}

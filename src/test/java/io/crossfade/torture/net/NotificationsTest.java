package io.crossfade.torture.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.PostgresForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class NotificationsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
    void dropsThemWhateverTheBoundsOfTheChunks(int chunk) {
        Notifications notifications = new Notifications();
        notifications.silence();
        byte[] sent = joined(message('T', "row"), message('A', "news"), message('Z', ""), message('A', ""));

        assertThat(passed(notifications, sent, chunk)).isEqualTo(joined(message('T', "row"), message('Z', "")));
    }

    @Test
    void passesAllWhileNotSilenced() {
        byte[] sent = joined(message('T', "row"), message('A', "news"));
        assertThat(passed(new Notifications(), sent, 4)).isEqualTo(sent);
    }

    @Test
    void aListenerHearsNothingWhileSilenced() throws SQLException, IOException {
        Notifications notifications = new Notifications();
        Properties properties = new Properties();
        properties.setProperty("user", PostgresForTests.USER);
        properties.setProperty("password", PostgresForTests.PASSWORD);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        try (TcpProxy proxy = TcpProxy.to(PostgresForTests.server().getPort(), notifications);
                Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres", properties);
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN torture");
            notifications.silence();
            statement.execute("NOTIFY torture, 'unheard'");
            notifications.restore();
            statement.execute("NOTIFY torture, 'heard'");
            assertThat(connection.unwrap(PGConnection.class).getNotifications(10_000))
                    .extracting(PGNotification::getParameter)
                    .containsExactly("heard");
        }
    }

    private static byte[] passed(Notifications notifications, byte[] sent, int chunk) {
        AnswerFilter filter = notifications.filter();
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (int at = 0; at < sent.length; at += chunk) {
            int length = Math.min(chunk, sent.length - at);
            byte[] part = new byte[chunk];
            System.arraycopy(sent, at, part, 0, length);
            passed.writeBytes(filter.pass(part, length));
        }
        return passed.toByteArray();
    }

    private static byte[] message(char type, String content) {
        return ByteBuffer.allocate(1 + Integer.BYTES + content.length())
                .put((byte) type)
                .putInt(Integer.BYTES + content.length())
                .put(content.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static byte[] joined(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        return all.toByteArray();
    }
}

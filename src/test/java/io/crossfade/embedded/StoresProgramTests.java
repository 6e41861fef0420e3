package io.crossfade.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class StoresProgramTests {

    @Test
    void bothAnswerToWhatWasPrinted(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext running =
                StoresProgram.run("stores", "--postgres-port=0", "--mongo-port=0")) {
            Map<String, String> environment = StoresProgram.environment(running.getBean(EmbeddedStores.class));

            try (Connection connection = DriverManager.getConnection(
                            environment.get("SPRING_DATASOURCE_URL"),
                            environment.get("SPRING_DATASOURCE_USERNAME"),
                            environment.get("SPRING_DATASOURCE_PASSWORD"));
                    MongoClient mongo = MongoClients.create(environment.get("SPRING_MONGODB_URI"))) {
                assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
                connection.createStatement().execute("CREATE TABLE kept (id INT PRIMARY KEY)");
                var documents = mongo.getDatabase("strattio").getCollection("kept");
                documents.insertOne(new Document("_id", 1));
                assertThat(documents.countDocuments()).isOne();
            }
            assertThat(output.getOut())
                    .contains("export SPRING_DATASOURCE_URL='" + environment.get("SPRING_DATASOURCE_URL"))
                    .contains("export SPRING_MONGODB_URI='" + environment.get("SPRING_MONGODB_URI"))
                    .contains("CROSSFADE_SECURITY_USERS_APP_PASSWORD");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--postgres-port=x", "--postgres-port=65536", "--mongo-port=-1", "--port=1", "more"})
    void refusesWhatItDoesNotUnderstand(String argument) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoresProgram.run("stores", argument))
                .withMessageContaining(argument);
    }

    @Test
    void takesNoOtherServerForItsOwn() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedStores.start(other.getLocalPort(), 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("PostgreSQL cannot have port " + other.getLocalPort());
        }
    }
}

package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ServerApi;
import com.mongodb.ServerApiVersion;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.testing.EngineForTests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which servers are refused, and what is said; and that one which is away only waits. */
@ExtendWith(OutputCaptureExtension.class)
class MongoServerCheckTest {

    private static final String REPLICA_SET = """
            helloOk: true, ismaster: true, isWritablePrimary: true, setName: 'rs0', setVersion: 1, minWireVersion: 0,
            maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000, maxWriteBatchSize: 100000""";

    private static final Map<String, String> USUAL =
            Map.of("update", "{n: 0, nModified: 0}", "buildInfo", "{version: '7.0.14'}");

    private static MongoServerCheck check(MongoClient client) {
        return new MongoServerCheck(client, client.getDatabase("strattio"), Duration.ofSeconds(4));
    }

    private static FailureAnalysis refusal(String hello, Map<String, String> answers) throws IOException {
        try (AnsweringMongo server = new AnsweringMongo("{" + hello + "}", answers);
                MongoClient client = MongoClients.create(server.connectionString())) {
            return analysis(client);
        }
    }

    private static FailureAnalysis analysis(MongoClient client) {
        Throwable refused = catchThrowable(check(client)::require);
        assertThat(refused).isInstanceOf(UnsuitableMongoException.class);
        return new StartRefusedFailureAnalyzer().analyze(new IllegalStateException("a bean did not start", refused));
    }

    @Test
    void aReplicaSetWithWhatIsNeededPasses() throws IOException {
        try (AnsweringMongo server = new AnsweringMongo(
                        "{" + REPLICA_SET + ", maxWireVersion: 9, logicalSessionTimeoutMinutes: 30}", USUAL);
                MongoClient client = MongoClients.create(server.connectionString())) {
            assertThatCode(check(client)::require).doesNotThrowAnyException();
        }
    }

    @Test
    void aMongos() throws IOException {
        FailureAnalysis analysis = refusal(
                "msg: 'isdbgrid', ismaster: true, isWritablePrimary: true, minWireVersion: 0, maxWireVersion: 21,"
                        + " logicalSessionTimeoutMinutes: 30",
                USUAL);

        assertThat(analysis.getDescription()).contains("sharded cluster").contains("mongos");
        assertThat(analysis.getAction()).contains("replica set");
    }

    @Test
    void aStandalone() throws IOException {
        FailureAnalysis analysis = refusal(
                "ismaster: true, isWritablePrimary: true, minWireVersion: 0, maxWireVersion: 21,"
                        + " logicalSessionTimeoutMinutes: 30",
                USUAL);

        assertThat(analysis.getDescription()).contains("standalone");
        assertThat(analysis.getAction()).contains("rs.initiate()");
    }

    @ParameterizedTest
    @CsvSource({"8", "7"})
    void aServerOlderThanFourFour(int wireVersion) throws IOException {
        FailureAnalysis analysis =
                refusal(REPLICA_SET + ", maxWireVersion: " + wireVersion + ", logicalSessionTimeoutMinutes: 30", USUAL);

        assertThat(analysis.getDescription()).contains("older than 4.4");
        assertThat(analysis.getAction()).contains("4.4 or later");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "logicalSessionTimeoutMinutes: 30; {ok: 0, code: 301, errmsg: 'Retryable writes are not supported'}",
                "logicalSessionTimeoutMinutes: 30; {ok: 0, code: 20, errmsg: 'Transaction numbers are only allowed on …'}",
                "logicalSessionTimeoutMinutes: null; {n: 0, nModified: 0}"
            })
    void aServerWithoutRetryableWrites(String sessions, String answer) throws IOException {
        String hello = REPLICA_SET + ", maxWireVersion: 9" + (sessions.endsWith("null") ? "" : ", " + sessions);
        FailureAnalysis analysis = refusal(hello, Map.of("update", answer));

        assertThat(analysis.getDescription()).contains("without retryable writes");
        assertThat(analysis.getAction()).contains("retryWrites=false");
    }

    @Test
    void aClientThatDoesWithoutRetryableWrites() {
        try (EmbeddedMongo mongo = EmbeddedMongo.start();
                MongoClient client = MongoClients.create(mongo.connectionString() + "&retryWrites=false")) {
            assertThat(analysis(client).getDescription()).contains("without retryable writes");
        }
    }

    @Test
    void aClientThatAsksForTheStableApiStrictly() {
        try (EmbeddedMongo mongo = EmbeddedMongo.start()) {
            for (boolean strict : new boolean[] {false, true}) {
                ServerApi api = ServerApi.builder()
                        .version(ServerApiVersion.V1)
                        .strict(strict)
                        .build();
                try (MongoClient client = MongoClients.create(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(mongo.connectionString()))
                        .serverApi(api)
                        .build())) {
                    if (strict) {
                        assertThat(analysis(client).getAction()).contains("strict");
                    } else {
                        assertThatCode(check(client)::require).doesNotThrowAnyException();
                    }
                }
            }
        }
    }

    @Test
    void oneThatIsAwayIsLookedAtWhenItComesBack(CapturedOutput output) {
        try (EmbeddedMongo mongo = EmbeddedMongo.start();
                MongoClient client = MongoClients.create(mongo.connectionString() + "&serverSelectionTimeoutMS=100")) {
            MongoServerCheck check = check(client);
            mongo.stop();

            assertThatThrownBy(check::require).isInstanceOf(MongoException.class);
            assertThatThrownBy(check::require).isInstanceOf(MongoException.class);
            assertThat(output.getOut().split("cannot be asked: ", -1))
                    .as("said once, not at each attempt")
                    .hasSize(2);

            mongo.restart();
            Awaitility.await().ignoreExceptions().untilAsserted(check::require);
        }
    }

    @Test
    void oneThatRefusesTheSignInIsNamedWithoutIt(CapturedOutput output) throws IOException {
        String refusal = "{ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'of geheim'}";
        try (AnsweringMongo server = new AnsweringMongo(
                        "{" + REPLICA_SET + ", maxWireVersion: 21, logicalSessionTimeoutMinutes: 30}",
                        Map.of("saslStart", refusal));
                MongoClient client = MongoClients.create(server.connectionString()
                        .replace("mongodb://", "mongodb://somebody:geheim@")
                        .concat("&authMechanism=SCRAM-SHA-256"))) {
            assertThatThrownBy(check(client)::require).isInstanceOf(MongoException.class);

            assertThat(output)
                    .contains("MongoDB at 127.0.0.1:", "it refuses the user or the password", "'authSource'")
                    .doesNotContain("somebody", "geheim");
        }
    }

    @Test
    void noStartWithOneThatWillNotDo() {
        List<MongoClient> made = new ArrayList<>();
        assertThatThrownBy(() -> EngineForTests.startThrough(mongo -> {
                    made.add(MongoClients.create(mongo.connectionString() + "&retryWrites=false"));
                    return made.getFirst();
                }))
                .hasRootCauseInstanceOf(UnsuitableMongoException.class);
        made.forEach(MongoClient::close);
    }

    @Test
    void aStartWithoutMongoWaitsForItAndTakesNoPermits() {
        try (EngineForTests engine = EngineForTests.start()) {
            engine.mongo().stop();
            engine.restart();
            assertThat(engine.bean(Serving.class).obstacles()).containsOnlyKeys("owners", "pets");

            engine.mongo().restart();
            Awaitility.await()
                    .until(() -> engine.bean(Serving.class).obstacles().isEmpty());
        }
    }
}

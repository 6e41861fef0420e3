package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.Phase;
import io.crossfade.migration.UnavailableException;
import io.crossfade.testing.EngineForTests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The store goes away between the steps of an operation: whether nothing was written is not for the last step to say. */
class HalfDoneWritesTest {

    private static EngineForTests engine;

    /** The operations' own, which goes away alone. */
    private EmbeddedMongo mongo;

    private MongoClient client;
    private MongoCollection<Document> documents;

    @BeforeAll
    static void startEngine() {
        engine = EngineForTests.start();
    }

    @AfterAll
    static void stopEngine() {
        engine.close();
    }

    @BeforeEach
    void connect() {
        mongo = EmbeddedMongo.start();
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.connectionString()))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(100, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(50, TimeUnit.MILLISECONDS)
                        .minHeartbeatFrequency(10, TimeUnit.MILLISECONDS));
        new InstallationConfiguration()
                .watchingCustomizer(new Installation(), engine.bean(AcknowledgedWrites.class))
                .customize(settings);
        client = MongoClients.create(settings.build());
        documents = client.getDatabase("strattio").getCollection("steps");
    }

    @AfterEach
    void disconnect() {
        client.close();
        mongo.close();
    }

    private void write(Phase phase, Runnable source, Runnable target) {
        FenceState state = phase.isBefore(Phase.TARGET) ? FenceState.CLOSED : FenceState.OPEN;
        engine.flip(OWNERS, row -> row.withPhase(phase).withState(state));
        RouterForTests.over(
                        engine,
                        FenceForTests.over(engine, engine.bean(UnitStates.class).get(OWNERS)),
                        true)
                .run(OWNERS, List.of("key"), source, target);
    }

    private void insert() {
        documents.insertOne(new Document());
    }

    private void goAway() {
        mongo.close();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !client.getClusterDescription().hasWritableServer());
    }

    @ParameterizedTest
    @EnumSource(names = {"SOURCE", "DUAL_WRITE", "READ_SWITCH"})
    void isOfUnknownOutcomeOnceAStepIsDone(Phase phase) {
        assertThatThrownBy(() -> write(
                        phase,
                        () -> {
                            insert();
                            goAway();
                            insert();
                        },
                        () -> {}))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    /** One step goes by the router itself: to another unit. */
    @Test
    void isOfUnknownOutcomeIfAStepThatIsRoutedFindsItsStoreAway() {
        assertThatThrownBy(() -> write(
                        Phase.SOURCE,
                        () -> {
                            insert();
                            throw new UnavailableException("held; nothing was written", Duration.ZERO, null);
                        },
                        () -> {}))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void hasWrittenNothingAsLongAsNoStepHas() {
        assertThatThrownBy(() -> write(
                        Phase.SOURCE,
                        () -> {
                            documents.updateOne(new Document("_id", 1), new Document("$set", new Document("a", 1)));
                            goAway();
                            insert();
                        },
                        () -> {}))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void hasWrittenNothingInATransactionThatWasUndone() {
        JdbcTemplate jdbc = new JdbcTemplate(engine.postgres());

        assertThatThrownBy(() -> write(Phase.TARGET, () -> {}, () -> {
                    jdbc.execute("INSERT INTO owners (id, email) VALUES (gen_random_uuid(), 'half@example.com')");
                    jdbc.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                }))
                .isInstanceOf(UnavailableException.class);

        assertThat(engine.query("SELECT email FROM owners")).isEmpty();
    }
}

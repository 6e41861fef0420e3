package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.CrossfadeApplication;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.embedded.sample.traffic.Answer;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.MoveListener;
import io.crossfade.migration.control.Requester;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.testing.RestartablePostgres;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What an operator sees of the units while PostgreSQL is away. */
@Timeout(600)
@ExtendWith(OutputCaptureExtension.class)
class TargetAwayTests {

    /** One look at the target takes some three seconds at most; each part for itself would take minutes. */
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static RestartablePostgres postgres;
    private static EmbeddedMongo mongo;
    private static ConfigurableApplicationContext service;
    private static ServiceClient admin;

    @BeforeAll
    static void start() throws Exception {
        postgres = RestartablePostgres.start(directory);
        mongo = EmbeddedMongo.start();
        service = startInstance();
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        admin = new ServiceClient(URI.create("http://localhost:" + port), "admin", "admin", SOON);
    }

    private static ConfigurableApplicationContext startInstance() {
        return new SpringApplicationBuilder(CrossfadeApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + postgres.url(),
                        "--spring.datasource.username=" + RestartablePostgres.USER,
                        "--spring.datasource.password=" + RestartablePostgres.USER,
                        "--spring.mongodb.uri=" + mongo.connectionString(),
                        "--crossfade.security.users.admin.password=admin",
                        "--crossfade.security.users.admin.roles=admin",
                        "--crossfade.security.users.app.password=app",
                        "--crossfade.security.users.app.roles=app",
                        "--crossfade.security.users.viewer.password=viewer",
                        "--crossfade.security.users.viewer.roles=viewer");
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        service.close();
        mongo.close();
        postgres.close();
    }

    /** Red if it takes longer, or says of what it does not know that it is nothing. */
    @Test
    void aLookAtTheUnitsTakesAMomentInEveryPhase() throws Exception {
        for (Phase phase : List.of(Phase.SOURCE, Phase.SHADOW_READ, Phase.TARGET)) {
            stand(phase);
            assertThat(lag()).isNotEqualTo("NaN");
            postgres.stop();
            try {
                await("the target's loss to be seen").atMost(SOON).until(() -> !unit(admin.get("/actuator/migration"))
                        .has("quarantined"));
                Answer answer = admin.get("/actuator/migration");
                assertThat(answer.done())
                        .as("in %s: %s", phase, answer.summary())
                        .isTrue();
                JsonNode unit = unit(answer);
                assertThat(unit.has("backfill")).isFalse();
                assertThat(unit.has("verification")).isFalse();
                assertThat(unit.path("feed").path("problem").asString()).contains("POSTGRES");
                assertThat(unit.path("notKnown").path("quarantined").asString())
                        .startsWith("not known since 2")
                        .endsWith("POSTGRES does not answer this instance");
                assertThat(unit.path("feed").has("waiting")).isFalse();
                assertThat(unit.path("gates").toString()).contains("postgres-reachable");
                if (phase != Phase.SOURCE) {
                    await("the lag to be unknown once nobody follows here")
                            .atMost(SOON)
                            .until(() -> !unit(admin.get("/actuator/migration")).has("lagMillis"));
                    assertThat(lag()).as("a metric stays what it was").isNotEqualTo("NaN");
                }
                await("this instance to say so").atMost(SOON).untilAsserted(() -> {
                    JsonNode store = admin.get("/actuator/instances")
                            .body()
                            .path("instances")
                            .path(0)
                            .path("stores")
                            .path("POSTGRES");
                    assertThat(store.path("answers").asBoolean(true)).isFalse();
                    assertThat(store.path("since").asString()).isNotBlank();
                    assertThat(admin.get("/actuator/metrics/crossfade.store.reachable?tag=store:postgres")
                                    .body()
                                    .path("measurements")
                                    .path(0)
                                    .path("value")
                                    .asDouble(1))
                            .isZero();
                });
                assertThat(unit(admin.get("/actuator/migration")).path("reads").asString())
                        .startsWith(
                                phase == Phase.TARGET
                                        ? "nowhere: POSTGRES has not answered this instance since "
                                        : "MONGO");
            } finally {
                postgres.restart();
            }
        }
    }

    @Test
    void anInstanceThatIsStartedMeanwhileSaysWhatItLacks(CapturedOutput output) throws Exception {
        postgres.stop();
        try {
            assertThatThrownBy(TargetAwayTests::startInstance).hasRootCauseInstanceOf(ConnectException.class);
            assertThat(output.getAll())
                    .contains("PostgreSQL does not answer (SQLSTATE 08001", "'spring.datasource.url'")
                    .doesNotContain("password=");
        } finally {
            postgres.restart();
        }
    }

    private static JsonNode unit(Answer answer) {
        assertThat(answer.done()).as(answer.summary()).isTrue();
        assertThat(answer.body().path("units")).hasSize(6);
        return answer.body().path("units").get(2);
    }

    private static String lag() {
        return admin.get("/actuator/metrics/crossfade.lag.seconds?tag=unit:plans")
                .body()
                .path("measurements")
                .path(0)
                .path("value")
                .asString();
    }

    /** Without the moves there: each would ask for what stands in the way. */
    private static void stand(Phase phase) throws Exception {
        await("the target to answer").atMost(SOON).ignoreExceptions().until(() -> {
            try (Connection connection = DriverManager.getConnection(
                            postgres.url(), RestartablePostgres.USER, RestartablePostgres.USER);
                    Statement statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE crossfade.unit SET epoch = epoch + 1, phase = '" + phase.code()
                                + "', capturing = " + phase.replicates() + ", state = '"
                                + (phase == Phase.TARGET ? "open" : "closed") + "'")
                        == 6;
            }
        });
        String name = phase == Phase.SOURCE ? "MONGO" : phase == Phase.TARGET ? "POSTGRES" : phase.name();
        await("the service to see it").atMost(SOON).until(() -> {
            JsonNode unit = unit(admin.get("/actuator/migration"));
            boolean fenceFollowed =
                    phase != Phase.TARGET || unit.path("mode").asString().equals("CLOSED");
            return unit.path("phase").asString().equals(name) && unit.has("quarantined") && fenceFollowed;
        });
        if (phase == Phase.SOURCE) {
            Gate.Move first = new Gate.Move(service.getBean(UnitStates.class).get("users"), Phase.DUAL_WRITE);
            service.getBean("installationClaim", MoveListener.class).beforeMove(first, Requester.named("test"));
        }
    }
}

package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.control.Instances;
import io.crossfade.testing.WholeProgram;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The operations as an operator sees them; each test leaves its unit in MONGO. */
@WholeProgram
class OperationsTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Instances instances;

    @Autowired
    private MongoDatabase database;

    @Test
    void showsWhereEachUnitStandsParentsFirst() {
        MvcTestResult all = call("GET", "/actuator/migration", "");

        assertThat(all)
                .hasStatus(200)
                .bodyJson()
                .extractingPath("$.units.length()")
                .isEqualTo(6);
        MvcTestResult one = call("GET", "/actuator/migration/sections", "");
        assertThat(one).bodyJson().extractingPath("$.phase").isEqualTo("MONGO");
        assertThat(one).bodyJson().extractingPath("$.authority").isEqualTo("MONGO");
        assertThat(one).bodyJson().extractingPath("$.reads").isEqualTo("MONGO");
        assertThat(one).bodyJson().extractingPath("$.quarantined").isEqualTo(0);
        assertThat(one).bodyJson().extractingPath("$.mode").isEqualTo("RELAXED");
        assertThat(one).bodyJson().extractingPath("$.modeSince").asString().isNotBlank();
        assertThat(one).bodyJson().extractingPath("$.backfill.documents.done").isEqualTo(0);
        assertThat(one).bodyText().doesNotContain("notKnown");
        assertThat(one)
                .bodyJson()
                .extractingPath("$.gates.DUAL_WRITE")
                .asArray()
                .isNotEmpty();
    }

    @Test
    void aRefusedMoveNamesEachGateThatDoesNotHold() {
        MvcTestResult ahead =
                call("POST", "/actuator/migration/sections", "{\"to\": \"DUAL_WRITE\", \"reason\": \"r\"}");

        assertThat(ahead).hasStatus(409).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(ahead).bodyJson().extractingPath("$.gates[0].unit").isEqualTo("sections");
        assertThat(ahead)
                .bodyJson()
                .extractingPath("$.gates[0].gate")
                .asString()
                .isNotBlank();
        assertThat(call("GET", "/actuator/migration/sections", ""))
                .bodyJson()
                .extractingPath("$.phase")
                .isEqualTo("MONGO");
        assertThat(call("POST", "/actuator/migration", "{\"to\": \"POSTGRES\", \"reason\": \"r\"}"))
                .hasStatus(409);
    }

    @Test
    void aDryRunChangesNothing() {
        MvcTestResult dry = call("POST", "/actuator/migration", "{\"to\": \"DUAL_WRITE\", \"dryRun\": true}");

        assertThat(dry).hasStatus(200).bodyJson().extractingPath("$.dryRun").isEqualTo(true);
        assertThat(dry).bodyJson().extractingPath("$.units.length()").isEqualTo(6);
        assertThat(call("GET", "/actuator/migration/users", ""))
                .bodyJson()
                .extractingPath("$.phase")
                .isEqualTo("MONGO");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        migration/users    | {"to": "NOWHERE", "reason": "r"}                     | 400
        migration/users    | {"reason": "r"}                                      | 400
        migration/users    | {"to": "READ_SWITCH", "percent": 101, "reason": "r"} | 400
        migration/users    | {"to": "DUAL_WRITE", "percent": 5, "reason": "r"}    | 400
        migration/nobody   | {"to": "DUAL_WRITE", "reason": "r"}                  | 404
        backfill/users     | {"action": "run", "reason": "r"}                     | 400
        backfill/users     | {"action": "start", "reason": "r"}                   | 409
        backfill/users     | {"action": "pause", "reason": "r"}                   | 409
        backfill/users     | {"action": "pause", "force": true, "reason": "r"}    | 400
        backfill/users     | {"action": "start", "rowsPerSecond": 5, "reason": "r"} | 400
        backfill/nobody    | {"action": "start", "reason": "r"}                   | 404
        verification/users | {"action": "run", "reason": "r"}                     | 400
        verification/users | {"action": "pause", "reason": "r"}                   | 409
        verification/users | {"action": "pause", "repair": true, "reason": "r"}   | 400
        verification/nobody| {"action": "start", "reason": "r"}                   | 404
        quarantine/nobody  | {"reason": "r"}                                      | 404
        verification/users | {"action": "limit", "rowsPerSecond": 0, "reason": "r"} | 409
        verification/users | {"action": "compare_reads", "reason": "r"}           | 409
        verification/users | {"action": "compare_reads", "times": 0, "reason": "r"} | 400
        quarantine/users/document  | {"key": "665f1c2ab0c3d4e5f6a7b8c9", "reason": "r"} | 409
        quarantine/users/document  | {"key": "k", "reason": "r"}                  | 400
        quarantine/users/document  | {"key": "k", "reason": " "}                  | 400
        quarantine/users/document  | {"key": "k"}                                 | 400
        quarantine/users/values    | {"key": "k", "reason": "r"}                  | 404
        quarantine/nobody/document | {"key": "k", "reason": "r"}                  | 404
        """)
    void answersWhatItDoesNotDoByTheRightStatus(String path, String body, int status) {
        assertThat(call("POST", "/actuator/" + path, body)).hasStatus(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"migration", "backfill", "verification", "quarantine"})
    void thereIsNoUnknownUnit(String endpoint) {
        assertThat(call("GET", "/actuator/" + endpoint + "/nobody", ""))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("'nobody'", "plans");
        assertThat(call("GET", "/actuator/" + endpoint + "/plans", "")).hasStatus(200);
    }

    @Test
    void showsEveryInstance() {
        MvcTestResult shown = call("GET", "/actuator/migration", "");
        assertThat(shown).bodyJson().extractingPath("$.instances.length()").isEqualTo(1);
        assertThat(shown).bodyJson().extractingPath("$.instances[0].self").isEqualTo(true);
        assertThat(call("GET", "/actuator/instances", ""))
                .bodyJson()
                .extractingPath("$.instances[0].permit")
                .isEqualTo("valid");
    }

    @Test
    void removesNoInstanceThatLivesNorWithoutAReason() {
        String id = instances.all().getFirst().id();
        MvcTestResult withoutAReason = call("DELETE", "/actuator/instances/" + id, "");
        assertThat(withoutAReason).hasStatus(400);
        assertThat(withoutAReason).bodyJson().extractingPath("$.type").isEqualTo("urn:strattio:problem:bad-request");
        assertThat(withoutAReason).bodyJson().extractingPath("$.instance").isEqualTo("/actuator/instances/" + id);
        assertThat(call("DELETE", "/actuator/instances/" + id + "?reason=try", ""))
                .hasStatus(400)
                .bodyText()
                .contains("sign of life");
        assertThat(call("DELETE", "/actuator/instances/nobody?reason=try", "")).hasStatus(404);
    }

    @Test
    void aMoveFromAnEpochThatIsNoMoreIsRefusedWithThePresentState() {
        MvcTestResult stale = call(
                "POST", "/actuator/migration/users", "{\"to\": \"DUAL_WRITE\", \"epoch\": 4711, \"reason\": \"r\"}");
        assertThat(stale).hasStatus(409).bodyText().contains("it stands at epoch", "MONGO");
    }

    @Test
    void isReadyWhileTheStoreThatDecidesAnswers() {
        await().untilAsserted(() -> assertThat(call("GET", "/actuator/health/readiness", ""))
                .hasStatus(200)
                .bodyJson()
                .extractingPath("$.components.serving.status")
                .isEqualTo("UP"));
        assertThat(call("GET", "/actuator/health/liveness", "")).bodyText().doesNotContain("serving");
    }

    @Test
    void triesTheQuarantineAgain() {
        assertThat(call("POST", "/actuator/quarantine/plans", "{\"reason\": \"again\"}"))
                .hasStatus(200)
                .bodyJson()
                .extractingPath("$.left")
                .isEqualTo(0);
    }

    /** Red if a refused document can be seen by looking alone, or without a trace, or with its secrets. */
    @Test
    void showsARefusedDocumentToAnAdminForAReasonThatIsWrittenDown() {
        assertThat(call("POST", "/actuator/migration/users", "{\"to\": \"DUAL_WRITE\", \"reason\": \"r\"}"))
                .hasStatus(200);
        ObjectId id = new ObjectId();
        MongoCollection<Document> users = database.getCollection("users");
        users.insertOne(new Document("_id", id)
                .append("email", "SECRET@example.org")
                .append("password_hash", "SECRET")
                .append("role", "emperor"));
        try {
            await().untilAsserted(() -> assertThat(call("GET", "/actuator/quarantine/users", ""))
                    .bodyText()
                    .contains(id.toHexString(), "role")
                    .doesNotContain("emperor"));
            String asked = "{\"key\": \"" + id + "\", \"reason\": \"ticket 4712\"}";
            assertThat(call("GET", "/actuator/quarantine/users/document?key=" + id + "&reason=x", ""))
                    .hasStatus(405);
            MvcTestResult shown = call("POST", "/actuator/quarantine/users/document", asked);
            assertThat(shown).hasStatus(200).bodyText().doesNotContain("SECRET");
            assertThat(shown)
                    .bodyJson()
                    .extractingPath("$.document")
                    .asString()
                    .contains("\"role\": \"emperor\"", "\"email\": \"(secret)\"");
            assertThat(shown)
                    .headers()
                    .hasValue(HttpHeaders.CACHE_CONTROL, "no-cache, no-store, max-age=0, must-revalidate");
            MvcTestResult audit = call("GET", "/actuator/migrationaudit?unit=users&limit=1", "");
            assertThat(audit).bodyText().doesNotContain("emperor");
            assertThat(audit).bodyJson().extractingPath("$.entries[0].action").isEqualTo("quarantine");
            assertThat(audit).bodyJson().extractingPath("$.entries[0].actor").isEqualTo("admin");
            assertThat(audit).bodyJson().extractingPath("$.entries[0].reason").isEqualTo("ticket 4712");
            assertThat(audit).bodyText().contains("show " + id);
        } finally {
            users.deleteOne(new Document("_id", id));
            await().until(() -> !call("GET", "/actuator/quarantine/users", "")
                    .getResponse()
                    .getContentAsString()
                    .contains(id.toHexString()));
            assertThat(call("POST", "/actuator/migration/users", "{\"to\": \"MONGO\", \"reason\": \"r\"}"))
                    .hasStatus(200);
        }
    }

    @Test
    void saysWhenAUnitIsVerifiedByItself() {
        assertThat(call("GET", "/actuator/verification/plans", ""))
                .bodyJson()
                .extractingPath("$.units[0].schedule.noneBecause")
                .isEqualTo("nothing is replicated in its phase");
        assertThat(call(
                        "POST",
                        "/actuator/verification/plans",
                        "{\"action\": \"limit\", \"rowsPerSecond\": 7, \"reason\": \"r\"}"))
                .bodyJson()
                .extractingPath("$.units[0].limit.rowsPerSecond")
                .isEqualTo(7);
        assertThat(call("POST", "/actuator/verification/plans", "{\"action\": \"limit\", \"reason\": \"r\"}"))
                .hasStatus(200)
                .bodyText()
                .doesNotContain("rowsPerSecond");
    }

    @Test
    void measuresWhereEachUnitStands() {
        for (String metric : new String[] {"phase", "lag.seconds", "quarantined", "read.percent"}) {
            assertThat(call("GET", "/actuator/metrics/crossfade." + metric + "?tag=unit:plans", ""))
                    .hasStatus(200);
        }
        assertThat(call("GET", "/actuator/metrics/crossfade.phase?tag=unit:plans&tag=phase:mongo", ""))
                .bodyJson()
                .extractingPath("$.measurements[0].value")
                .isEqualTo(1.0);
    }

    private MvcTestResult call(String method, String uri, String body) {
        return mvc.method(HttpMethod.valueOf(method))
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, "Basic " + HttpHeaders.encodeBasicAuth("admin", "admin", null))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}

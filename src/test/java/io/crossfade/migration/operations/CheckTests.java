package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import io.crossfade.command.CheckForTests;
import io.crossfade.testing.WholeProgram;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A check as an operator asks for it, over HTTP and from the command line; the unit stays in MONGO, so no row is there. */
@WholeProgram
class CheckTests {

    private static final String ADDRESS = "checked@example.org";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private MongoDatabase database;

    @LocalServerPort
    private int port;

    private final ObjectId id = new ObjectId();

    @BeforeEach
    void insert() {
        users().insertOne(new Document("_id", id).append("email", ADDRESS));
    }

    @AfterEach
    void remove() {
        users().deleteOne(new Document("_id", id));
    }

    @Test
    void showsBothStoresInOneReport() {
        MvcTestResult report =
                call("check/users", "{\"keys\": 5, \"key\": \"" + id + "\", \"reason\": \"r\"}", "admin");

        assertThat(report).hasStatus(200);
        assertThat(report).bodyJson().extractingPath("$.units[0].authority").isEqualTo("MONGO");
        assertThat(report).bodyJson().extractingPath("$.units[0].replicates").isEqualTo(false);
        assertThat(report)
                .bodyJson()
                .extractingPath("$.units[0].count.POSTGRES.exact")
                .isEqualTo(true);
        assertThat(report).bodyJson().extractingPath("$.units[0].asked[0].key").isEqualTo(id.toHexString());
        assertThat(report).bodyJson().extractingPath("$.units[0].asked[0].seen").isEqualTo("MONGO alone");
        assertThat(report)
                .bodyJson()
                .extractingPath("$.units[0].findings")
                .asArray()
                .isNotEmpty();
    }

    @Test
    void checksEveryUnitParentsFirst() {
        assertThat(call("check", "{\"keys\": 0, \"reason\": \"r\"}", "admin"))
                .hasStatus(200)
                .bodyJson()
                .extractingPath("$.units[*].unit")
                .asArray()
                .hasSize(6)
                .startsWith("users");
    }

    /** What is looked for may be personal: it comes back nowhere, and the audit does not keep it. */
    @Test
    void looksForAnAddressAndKeepsItNowhere() {
        MvcTestResult report = call(
                "check/users", "{\"field\": \"email\", \"value\": \"" + ADDRESS + "\", \"reason\": \"r\"}", "admin");

        assertThat(report).hasStatus(200).bodyText().doesNotContain(ADDRESS);
        assertThat(report).bodyJson().extractingPath("$.units[0].asked[0].key").isEqualTo(id.toHexString());
        MvcTestResult audit = mvc.get()
                .uri("/actuator/migrationaudit?unit=users&limit=2")
                .headers(headers -> headers.setBasicAuth("admin", "admin"))
                .exchange();
        assertThat(audit).bodyText().contains("some by a value of a field").doesNotContain(ADDRESS);
    }

    /** Whoever knows a field by the name that it once had finds the document, under whichever name it has it. */
    @Test
    void looksForAFieldUnderEachOfItsNames() {
        ObjectId older = new ObjectId();
        users().updateOne(new Document("_id", id), Updates.set("subscription_tier", "tier of " + id));
        users().insertOne(new Document("_id", older)
                .append("email", older + "@example.org")
                .append("subscriptionTier", "tier of " + id));
        try {
            for (String name : List.of("subscription_tier", "subscriptionTier")) {
                assertThat(call(
                                "check/users",
                                "{\"keys\": 0, \"field\": \"%s\", \"value\": \"tier of %s\", \"reason\": \"r\"}"
                                        .formatted(name, id),
                                "admin"))
                        .hasStatus(200)
                        .bodyJson()
                        .extractingPath("$.units[0].asked[*].key")
                        .asArray()
                        .containsExactlyInAnyOrder(id.toHexString(), older.toHexString());
                assertThat(CheckForTests.run(
                                        "admin", port, "users", "--keys=0", "--field=" + name, "--value=tier of " + id)
                                .printed())
                        .contains("key " + id + ":", "key " + older + ":");
            }
        } finally {
            users().deleteOne(new Document("_id", older));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        nobody | {"reason": "r"}                                     | 404
        users  | {"keys": 1001, "reason": "r"}                       | 400
        users  | {"keys": 1}                                         | 400
        users  | {"key": "no key", "reason": "r"}                    | 400
        users  | {"field": "email", "reason": "r"}                   | 400
        users  | {"field": "settings", "value": "x", "reason": "r"}  | 400
        users  | {"kees": 5, "reason": "r"}                          | 400
        users  | {"times": 5, "reason": "r"}                         | 409
        """)
    void refusesWhatCannotBe(String unit, String body, int status) {
        assertThat(call("check/" + unit, body, "admin")).hasStatus(status);
    }

    @Test
    void isForThoseWhoMayChangeThings() {
        assertThat(call("check/users", "{\"reason\": \"r\"}", "viewer")).hasStatus(403);
    }

    @Test
    void isACommandToo() {
        CheckForTests.Ended found = CheckForTests.run("admin", port, "users", "--email=" + ADDRESS, "--keys=3");

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.printed())
                .contains("users: MONGO decides", "key " + id + ": MONGO alone", "more than POSTGRES")
                .doesNotContain(ADDRESS);
        CheckForTests.Ended refused = CheckForTests.run("viewer", port, "users");
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.printed()).contains("Refused (403)");
        assertThat(CheckForTests.run("admin", port, "nobody").printed()).contains("'nobody'", "plans");
    }

    @Test
    void theCommandRefusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> CheckForTests.run("admin", port, "users", "--kees=3"))
                .hasMessageContaining("'--kees'");
        assertThatThrownBy(() -> CheckForTests.run("admin", port, "--email=a@b.example"))
                .hasMessageContaining("Name the unit");
        assertThatThrownBy(() -> CheckForTests.run("admin", port, "users", "--keys=many"))
                .hasMessageContaining("no number");
    }

    private MvcTestResult call(String path, String body, String user) {
        return mvc.post()
                .uri("/actuator/" + path)
                .headers(headers -> headers.setBasicAuth(user, user))
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .content(body)
                .exchange();
    }

    private MongoCollection<Document> users() {
        return database.getCollection("users");
    }
}

package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.MoveHistory;
import io.crossfade.migration.control.MoveRuns;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.testing.WholeProgram;
import java.net.URI;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Moves as an operator asks for them and watches them; each test leaves its unit in MONGO. */
@WholeProgram
class MoveOperationsTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private PostgresFence fence;

    @Test
    void movesAUnitAndBackAndWritesDownWhoDidIt() throws Exception {
        assertThat(call("POST", "/actuator/migration/users", "{\"to\": \"dual_write\", \"reason\": \"first step\"}"))
                .hasStatus(200)
                .bodyJson()
                .extractingPath("$.units[0].outcome")
                .isEqualTo("done");
        MvcTestResult moved = call("GET", "/actuator/migration/users", "");
        assertThat(moved).bodyJson().extractingPath("$.phase").isEqualTo("DUAL_WRITE");
        assertThat(moved).bodyJson().extractingPath("$.changedBy").isEqualTo("admin");
        assertThat(call("POST", "/actuator/migration/users", "{\"to\": \"MONGO\", \"reason\": \"r\"}"))
                .hasStatus(200);

        MvcTestResult audit = call("GET", "/actuator/migrationaudit?unit=users&limit=4", "");
        assertThat(audit)
                .bodyJson()
                .extractingPath("$.entries[*].outcome")
                .asArray()
                .containsExactly("done", "begun", "done", "begun");
        for (String entry : new String[] {"[2]", "[3]"}) {
            assertThat(audit)
                    .bodyJson()
                    .extractingPath("$.entries" + entry)
                    .asMap()
                    .containsEntry("to", "DUAL_WRITE")
                    .containsEntry("actor", "admin")
                    .containsEntry("address", "127.0.0.1")
                    .containsEntry("reason", "first step")
                    .containsKey("instance");
        }
        assertThat(audit)
                .bodyJson()
                .extractingPath("$.entries[2,3].attempt")
                .asArray()
                .hasSize(2)
                .containsOnly(attempt(audit));
        MvcTestResult run = call("GET", "/actuator/moves/" + attempt(audit), "");
        assertThat(run).hasStatus(200).bodyJson().extractingPath("$.underWay").isEqualTo(false);
        assertThat(run).bodyJson().extractingPath("$.units[0].outcome").isEqualTo("done");
        assertThat(run).bodyJson().extractingPath("$.units[0].unit").isEqualTo("users");
        assertThat(call("GET", "/actuator/migration/users", ""))
                .bodyJson()
                .extractingPath("$.moves.last.to")
                .isEqualTo("MONGO");
    }

    private static String attempt(MvcTestResult audit) throws Exception {
        return JsonPath.read(audit.getResponse().getContentAsString(), "$.entries[2].attempt");
    }

    @Test
    void aMoveThatTakesLongerIsAnsweredWithWhereToWatchIt() throws Exception {
        MvcTestResult asked;
        String location;
        try (Connection busy = dataSource.getConnection()) {
            busy.setAutoCommit(false);
            fence.enter(busy, "organisations");

            asked = call(
                    "POST", "/actuator/migration/organisations", "{\"to\": \"DUAL_WRITE\", \"reason\": \"slowly\"}");
            assertThat(asked).hasStatus(202).headers().containsHeader(HttpHeaders.LOCATION);
            location = String.valueOf(asked.getResponse().getHeader(HttpHeaders.LOCATION));
            assertThat(location).isEqualTo("/actuator/moves/" + JsonPath.read(body(asked), "$.id"));
            assertThat(asked)
                    .bodyJson()
                    .extractingPath("$.request")
                    .asMap()
                    .containsEntry("by", "admin")
                    .containsEntry("to", "DUAL_WRITE")
                    .containsEntry("reason", "slowly")
                    .containsKeys("since", "instance");

            MvcTestResult unit = call("GET", "/actuator/migration/organisations", "");
            assertThat(unit)
                    .bodyJson()
                    .extractingPath("$.moves.underWay")
                    .asMap()
                    .containsEntry("by", "admin")
                    .containsEntry("to", "DUAL_WRITE")
                    .containsEntry("outcome", "under-way")
                    .containsKeys("stepSince", "since");
            await().until(() -> JsonPath.read(
                            body(call("GET", "/actuator/migration/organisations", "")), "$.moves.underWay.step")
                    .equals("record"));
            assertThat(call("POST", "/actuator/migration/organisations", "{\"to\": \"MONGO\", \"reason\": \"r\"}"))
                    .hasStatus(409)
                    .bodyText()
                    .contains("no-move-under-way");
            assertThat(new MovesEndpoint(
                                    new MoveHistory(dataSource), new MoveRuns(), new StoreNames("MONGO", "POSTGRES"))
                            .one(location.substring(location.lastIndexOf('/') + 1)))
                    .as("as another instance tells it")
                    .satisfies(seen -> assertThat(seen.underWay()).isTrue())
                    .satisfies(seen -> assertThat(seen.units()).singleElement().satisfies(run -> assertThat(run.step())
                            .isEqualTo("record")));
            busy.rollback();
        }
        await().until(() ->
                JsonPath.read(body(call("GET", location, "")), "$.outcome").equals("done"));
        assertThat(call("POST", "/actuator/migration/organisations", "{\"to\": \"MONGO\", \"reason\": \"r\"}"))
                .hasStatus(200);
        assertThat(call("GET", "/actuator/migration/organisations", ""))
                .bodyJson()
                .extractingPath("$.moves.last.reason")
                .isEqualTo("r");
    }

    @Test
    void thereIsNoUnknownMove() {
        for (String id : List.of("none", "00000000-0000-0000-0000-000000000000")) {
            assertThat(call("GET", "/actuator/moves/" + id, ""))
                    .hasStatus(404)
                    .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    /** Red if a refused move is told by what it would have done, as if that had been done. */
    @Test
    void aRefusalOfAllSaysThatNothingMovedAndWhatWouldHave() {
        String wish = "{\"to\": \"BACKFILL\", \"reason\": \"r\"";
        MvcTestResult refused = call("POST", "/actuator/migration", wish + "}");
        assertThat(refused)
                .hasStatus(409)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("not moved: one-step must hold first", "the move would do this");
        MvcTestResult dry = call("POST", "/actuator/migration", wish + ", \"dryRun\": true}");
        assertThat(JsonPath.<List<String>>read(body(dry), "$.units[*].message"))
                .isEqualTo(JsonPath.read(body(refused), "$.units[*].message"))
                .allSatisfy(message -> assertThat(message).startsWith("not moved: "));
    }

    private static String body(MvcTestResult answer) {
        try {
            return answer.getResponse().getContentAsString();
        } catch (java.io.UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private MvcTestResult call(String method, String uri, String body) {
        return mvc.method(HttpMethod.valueOf(method))
                .uri(URI.create(uri))
                .header(HttpHeaders.AUTHORIZATION, "Basic " + HttpHeaders.encodeBasicAuth("admin", "admin", null))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}

package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.WholeProgram;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What an operation does not know changes nothing, leaves no entry in the audit, and is named. */
@WholeProgram
class KnownArgumentsTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private DataSource dataSource;

    private List<Map<String, Object>> before = List.of();

    private List<Map<String, Object>> state() {
        JdbcClient client = JdbcClient.create(dataSource);
        return client.sql("SELECT name, epoch, phase, (SELECT count(*) FROM crossfade.audit) AS entries, (SELECT"
                        + " count(*) FROM crossfade.verification_limit) AS limits FROM crossfade.unit ORDER BY"
                        + " name")
                .query()
                .listOfRows();
    }

    @BeforeEach
    void look() {
        before = state();
    }

    @AfterEach
    void nothingHasChanged() {
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "dryrun": true}   | 'dryrun' is not known here. Known are: to, reason, percent, epoch, dryRun
        migration       | {"to": "DUAL_WRITE", "reason": "r", "epoch": 1}       | 'epoch' is not known here. Known are: to, reason, percent, dryRun
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "unit": "plans"}  | 'unit' is not known here
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "context": "x"}   | 'context' is not known here
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "dryRun": "true"} | 'dryRun' must be true or false, not a text
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "dryRun": 1}      | 'dryRun' must be true or false, not a number
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "dryRun": null}   | 'dryRun' must be true or false, not null
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "epoch": "1"}     | 'epoch' must be a whole number, not a text
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "epoch": 1.0}     | 'epoch' must be a whole number
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "epoch": 9223372036854775808} | 'epoch' must be a whole number
        migration/users | {"to": "READ_SWITCH", "reason": "r", "percent": "x"}  | 'percent' must be a whole number
        migration/users | {"to": "READ_SWITCH", "reason": "r", "percent": 4294967297} | 'percent' must be a whole number
        migration/users | {"to": "DUAL_WRITE", "reason": 5}                     | 'reason' must be a text, not a number
        migration/users | {"to": "DUAL_WRITE", "reason": true}                  | 'reason' must be a text, not a boolean
        migration/users | {"to": "DUAL_WRITE", "reason": ["r"]}                 | 'reason' must be a text, a number or a boolean, not a list
        migration/users | {"to": "DUAL_WRITE"}                                  | 'reason' is missing
        migration/users | {"to": "DUAL_WRITE", "dryRun": false}                 | 'reason' is missing
        migration/users | {"to": "DUAL_WRITE", "reason": " "}                   | 'reason' must not be blank
        migration/users | {"to": "DUAL_WRITE", "reason": "a\\u0000b"}           | 'reason' holds U+0000, which is a control character
        migration/users | {"to": "DUAL_WRITE", "reason": "a\\nb"}               | 'reason' holds U+000A, which is a control character
        migration/users | {"to": "DUAL_WRITE", "reason": "a\\ud800b"}           | 'reason' holds U+D800, which is half a character
        migration/users | {"reason": "r"}                                       | 'to' is missing
        migration/users | {"to": "DUAL_WRITE", "reason": "r", "to": "MONGO"}    | names a field twice
        migration/users | ["DUAL_WRITE"]                                        | must be a JSON object
        migration/users | {"to": "DUAL_WRITE", "reason": "r"} x                 | no JSON object
        migration/users |                                                       | 'to' is missing
        backfill/users  | {"action": "limit", "reason": "r", "rowsPerSec": 5}   | 'rowsPerSec' is not known here. Known are: action, reason, rowsPerSecond, bytesPerSecond, force
        verification/users | {"action": "limit", "reason": "r", "rowsPerSec": 5} | 'rowsPerSec' is not known here
        verification/users | {"action": "start", "repair": true}                | 'reason' is missing
        quarantine/users | {"keys": "x", "reason": "r"}                         | 'keys' is not known here. Known are: key, reason
        quarantine/users | {"key": "x"}                                         | 'reason' is missing
        """)
    void aPostIsRefused(String path, String body, String detail) {
        refused(call("POST", "/actuator/" + path, body == null ? "" : body), detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        POST   | migration/users?dryRun=false    | {"to": "DUAL_WRITE", "reason": "r", "dryRun": true} | takes its fields in the body
        DELETE | migration/users?reason=r        | {"dryRun": true}  | given in the query, none in a body
        DELETE | migration/users?reason=r&dry=1  |                   | 'dry' is not known here. Known are: reason
        DELETE | migration/users                 |                   | 'reason' is missing
        DELETE | instances/nobody?reason=a%00b   |                   | 'reason' holds U+0000
        DELETE | instances/nobody?reason=a&reason=b |                | 'reason' must be a text, not several
        GET    | migration/users?unit=plans      |                   | 'unit' is not known here. Known are: none
        GET    | migration?x=1                   |                   | 'x' is not known here
        GET    | verification/users?limt=5       |                   | 'limt' is not known here. Known are: after, limit
        GET    | verification/users?limit=many   |                   | 'limit' must be a whole number
        GET    | migrationaudit?unit=%20         |                   | 'unit' must not be blank
        """)
    void soIsWhateverElse(String method, String path, String body, String detail) {
        refused(call(method, "/actuator/" + path, body == null ? "" : body), detail);
    }

    @Test
    void aReasonHasAThousandCharactersAtMost() {
        refused(
                call(
                        "POST",
                        "/actuator/migration/users",
                        "{\"to\": \"MONGO\", \"reason\": \"" + "x".repeat(1001) + "\"}"),
                "'reason' has 1001 characters; it may have 1000");
    }

    @Test
    void aDryRunNeedsNoReason() {
        assertThat(call("POST", "/actuator/migration/users", "{\"to\": \"DUAL_WRITE\", \"dryRun\": true}"))
                .hasStatus(200);
    }

    private static void refused(MvcTestResult answer, String detail) {
        assertThat(answer).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains(detail);
    }

    private MvcTestResult call(String method, String uri, String body) {
        return mvc.method(HttpMethod.valueOf(method))
                .uri(java.net.URI.create(uri))
                .header(HttpHeaders.AUTHORIZATION, "Basic " + HttpHeaders.encodeBasicAuth("admin", "admin", null))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}

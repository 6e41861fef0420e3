package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.WholeProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Every path as nobody and as the wrong role, against the whole program. */
@WholeProgram
class RightsTests {

    private static final int ALLOWED = 0;

    @Autowired
    private MockMvcTester mvc;

    static Stream<Arguments> rights() {
        return Stream.of(
                Arguments.of("GET", "/api/plans/5f0000000000000000000001", 401, ALLOWED, 403, 403),
                Arguments.of("POST", "/api/users", 401, ALLOWED, 403, 403),
                Arguments.of("DELETE", "/api/anything", 401, ALLOWED, 403, 403),
                Arguments.of("GET", "/actuator", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/metrics", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/info", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("POST", "/actuator/metrics", 401, 403, 403, ALLOWED),
                Arguments.of("DELETE", "/actuator/metrics", 401, 403, 403, ALLOWED),
                Arguments.of("GET", "/actuator/migration", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/migration/plans", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/backfill", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/verification", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/quarantine", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/migrationaudit", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/moves/none", 401, 403, ALLOWED, ALLOWED),
                Arguments.of("POST", "/actuator/migration", 401, 403, 403, ALLOWED),
                Arguments.of("POST", "/actuator/migration/plans", 401, 403, 403, ALLOWED),
                Arguments.of("POST", "/actuator/backfill/plans", 401, 403, 403, ALLOWED),
                Arguments.of("POST", "/actuator/verification/plans", 401, 403, 403, ALLOWED),
                Arguments.of("POST", "/actuator/quarantine/plans", 401, 403, 403, ALLOWED),
                Arguments.of("POST", "/actuator/quarantine/plans/document", 401, 403, 403, ALLOWED),
                Arguments.of("GET", "/", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
                Arguments.of("GET", "/anything", 401, 403, 403, 403),
                Arguments.of("POST", "/error", 401, 403, 403, 403),
                Arguments.of("GET", "/actuator/health/liveness", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/health/readiness", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
                Arguments.of("GET", "/actuator/health", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
                Arguments.of("GET", "/v3/api-docs", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
                Arguments.of("GET", "/swagger-ui/index.html", ALLOWED, ALLOWED, ALLOWED, ALLOWED));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rights")
    void answersEachRole(String method, String path, int nobody, int app, int viewer, int admin) {
        check(method, path, null, nobody);
        check(method, path, "app", app);
        check(method, path, "viewer", viewer);
        check(method, path, "admin", admin);
    }

    @Test
    void theFirstPageLeadsOn() {
        assertThat(call("GET", "/", null, null)).hasStatusOk().hasForwardedUrl("index.html");
        assertThat(call("GET", "/index.html", null, null))
                .hasStatusOk()
                .bodyText()
                .contains("swagger-ui.html", "actuator/migration", "actuator/health");
    }

    @Test
    void aWrongPasswordIsRefusedAfterARightOne() {
        assertThat(call("GET", "/actuator/metrics", "viewer", "viewer")).hasStatus(200);
        assertThat(call("GET", "/actuator/metrics", "viewer", "admin")).hasStatus(401);
        assertThat(call("GET", "/actuator/health", "viewer", "wrong")).hasStatus(401);
    }

    @Test
    void keepsNoSession() {
        assertThat(call("GET", "/actuator/metrics", "viewer", "viewer"))
                .headers()
                .doesNotContainHeader(HttpHeaders.SET_COOKIE);
    }

    @Test
    void tellsHealthsDetailsOnlyToOperators() {
        assertThat(call("GET", "/actuator/health", null, null)).bodyText().doesNotContain("components");
        assertThat(call("GET", "/actuator/health", "viewer", "viewer"))
                .bodyText()
                .contains("components");
    }

    @Test
    void neitherStoreDecidesOverReadiness() {
        for (String group : List.of("liveness", "readiness")) {
            assertThat(call("GET", "/actuator/health/" + group, "viewer", "viewer"))
                    .bodyText()
                    .contains("State")
                    .doesNotContain("mongo", "db");
        }
    }

    private void check(String method, String path, String user, int expected) {
        MvcTestResult result = call(method, path, user, user);
        if (expected == ALLOWED) {
            assertThat(result.getResponse().getStatus()).isNotIn(401, 403);
        } else {
            assertThat(result).hasStatus(expected).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
            assertThat(result).bodyJson().extractingPath("$.status").isEqualTo(expected);
        }
    }

    private MvcTestResult call(String method, String path, String user, String password) {
        var request = mvc.method(HttpMethod.valueOf(method)).uri(path);
        if (user != null) {
            request = request.headers(basic(user, password));
        }
        return request.exchange();
    }

    private static HttpHeaders basic(String user, String password) {
        HttpHeaders headers = new HttpHeaders();
        headers.setBasicAuth(user, password);
        return headers;
    }
}

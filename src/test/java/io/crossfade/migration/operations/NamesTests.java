package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.WholeProgram;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What operators read speaks of the stores as they do. */
@WholeProgram
class NamesTests {

    @Autowired
    private MockMvcTester mvc;

    /** Red if an operator has to know which store is the source. */
    @Test
    void callsTheStoresByTheirNames() {
        for (String path :
                List.of("migration", "migration/users", "instances", "backfill", "verification", "quarantine")) {
            assertThat(call("GET", "/actuator/" + path, ""))
                    .bodyText()
                    .as(path)
                    .doesNotContainPattern("(?i)\\b(source|target)");
        }
        for (String to : List.of("DUAL_WRITE", "POSTGRES")) {
            assertThat(call("POST", "/actuator/migration/sections", "{\"to\": \"" + to + "\", \"dryRun\": true}"))
                    .bodyText()
                    .doesNotContainPattern("(?i)\\b(source|target)");
        }
        MvcTestResult instances = call("GET", "/actuator/instances", "");
        for (String store : List.of("MONGO", "POSTGRES")) {
            assertThat(instances)
                    .bodyJson()
                    .extractingPath("$.instances[0].stores." + store + ".answers")
                    .isEqualTo(true);
        }
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

package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.WholeProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What Prometheus is given, to whom, and whether the alerts ask for what there is. */
@WholeProgram
class PrometheusTests {

    private static final Pattern METRIC = Pattern.compile("crossfade_[a-z_]+");

    @Autowired
    private MockMvcTester mvc;

    @Test
    void isForThoseWhoMayLook() {
        assertThat(mvc.get().uri("/actuator/prometheus")).hasStatus(401);
        assertThat(as("app")).hasStatus(403);
        assertThat(as("viewer")).hasStatus(200);
        assertThat(as("admin")).hasStatus(200);
    }

    @Test
    void hasEveryMetricThatAnAlertNames() throws Exception {
        String scrape = as("viewer").getResponse().getContentAsString();
        Set<String> named = new TreeSet<>();
        METRIC.matcher(Files.readString(Path.of("docs/alerts.yml")))
                .results()
                .forEach(found -> named.add(found.group()));

        assertThat(named).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(scrape)
                .containsPattern("(?m)^" + name + "[{ ]"));
    }

    private MvcTestResult as(String user) {
        return mvc.get()
                .uri("/actuator/prometheus")
                .headers(headers -> headers.setBasicAuth(user, user))
                .exchange();
    }
}

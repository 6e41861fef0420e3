package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.WholeProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private static final Pattern METRIC = Pattern.compile("(?:crossfade|hikaricp)_[a-z_]+");
    private static final Pattern LABEL =
            Pattern.compile("((?:crossfade|hikaricp)_[a-z_]+)\\{([a-z]+)(=~?)\"([a-z_|-]+)\"");

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

    /** Red if an alert waits for a label that no metric carries. */
    @Test
    void hasEveryLabelThatAnAlertNames() throws Exception {
        String scrape = as("viewer").getResponse().getContentAsString();
        assertThat(LABEL.matcher(Files.readString(Path.of("docs/alerts.yml"))).results())
                .hasSizeGreaterThan(5)
                .allSatisfy(found -> {
                    for (String value : found.group(4).split("\\|")) {
                        assertThat(scrape)
                                .containsPattern("(?m)^" + found.group(1) + "\\{[^}]*\\b" + found.group(2) + "=\""
                                        + value + "\"");
                    }
                });
    }

    @Test
    void showsEveryPoolAndTheStoresAndTheCopies() throws Exception {
        String scrape = as("viewer").getResponse().getContentAsString();
        for (String pool : List.of("service", "crossfade-control", "crossfade-sync", "crossfade-bulk")) {
            assertThat(scrape).containsPattern("(?m)^hikaricp_connections_active\\{[^}]*pool=\"" + pool + "\"");
        }
        assertThat(scrape).containsPattern("(?m)^mongodb_driver_pool_checkedout\\{");
        assertThat(scrape)
                .contains(
                        "crossfade_store_reachable{store=\"mongo\"} 1.0",
                        "crossfade_store_reachable{store=\"postgres\"} 1.0")
                .contains("crossfade_instances{state=\"alive\"} 1.0", "crossfade_instances{state=\"silent\"} 0.0")
                .contains("crossfade_phase{phase=\"mongo_removed\",unit=\"plans\"} 0.0")
                .contains("crossfade_backfill_state{state=\"running\",unit=\"plans\"} 0.0")
                .contains("crossfade_backfill_rows{unit=\"plans\"}", "crossfade_backfill_rate{unit=\"plans\"}")
                .contains("crossfade_outbox_entries{unit=\"plans\"} 0.0")
                .contains("crossfade_mode{mode=\"relaxed\",unit=\"plans\"} 1.0");
        assertThat(scrape.lines().filter(line -> line.startsWith("crossfade_")))
                .noneMatch(line -> line.contains("NaN"))
                .noneMatch(line -> line.contains("=\"source") || line.contains("=\"target"));
    }

    /** Red if it is not counted, or who it was stands in a metric. */
    @Test
    void countsSignInsThatFailed() throws Exception {
        double before = failures();
        for (String path : List.of("/api/plans", "/actuator/prometheus")) {
            assertThat(mvc.get().uri(path).headers(headers -> headers.setBasicAuth("jane@example.org", "guess")))
                    .hasStatus(401);
        }
        assertThat(failures()).isEqualTo(before + 2);
        assertThat(as("viewer").getResponse().getContentAsString()).doesNotContain("jane");
    }

    private double failures() throws Exception {
        return as("viewer")
                .getResponse()
                .getContentAsString()
                .lines()
                .filter(line -> line.startsWith("crossfade_sign_in_failures_total{reason=\"wrong-credentials\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private MvcTestResult as(String user) {
        return mvc.get()
                .uri("/actuator/prometheus")
                .headers(headers -> headers.setBasicAuth(user, user))
                .exchange();
    }
}

package io.crossfade.torture.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.testing.WholeProgram;
import io.crossfade.torture.check.Anomaly;
import io.crossfade.torture.check.Checker;
import io.crossfade.torture.check.FinalReads;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The load on a healthy service: all of its workloads get somewhere, and the checker finds nothing; until an answer is bent. */
@WholeProgram
class LoadTests {

    private static final LoadOptions OPTIONS = new LoadOptions(8, 150, Duration.ofSeconds(10));

    @LocalServerPort
    private int port;

    @Test
    void findsNothingWrongWithAHealthyService() {
        Target instance = instance();
        History history = history(instance);
        FinalReads reads = FinalReads.through(List.of(instance), able -> true);

        assertThat(history.outcomes()).as("of %s", history.outcomes()).doesNotContainKey(Outcome.WRONG.name());
        for (Action action : Action.values()) {
            assertThat(history.operations()).anyMatch(operation -> operation.action() == action && operation.ok());
        }
        assertThat(history.operations()).anyMatch(operation -> operation.status() == 409);
        List<Operation> last = reads.of(history);
        assertThat(Checker.check(history, all -> last)).isEmpty();

        assertThat(Checker.check(history, all -> bent(last)))
                .extracting(Anomaly::kind)
                .contains("not-linearizable");
    }

    private static History history(Target instance) {
        try (Load load = Load.start(List.of(instance), System.nanoTime(), OPTIONS)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> load.size() >= 400);
            return load.stop();
        }
    }

    /** One final read shows a plan's name as nobody wrote it. */
    private static List<Operation> bent(List<Operation> reads) {
        List<Operation> bent = new ArrayList<>(reads);
        Operation read = reads.stream()
                .filter(operation -> operation.key().startsWith("plans/") && operation.seen() != null)
                .findFirst()
                .orElseThrow();
        Map<String, String> seen = new HashMap<>(read.seen());
        seen.put("name", "nobody's");
        bent.remove(read);
        bent.add(new Operation(
                read.action(),
                read.group(),
                read.key(),
                0,
                read.start(),
                read.end(),
                read.outcome(),
                read.status(),
                Map.of(),
                seen,
                List.of()));
        return bent;
    }

    private Target instance() {
        return new Target() {
            @Override
            public URI base() {
                return URI.create("http://localhost:" + port);
            }

            @Override
            public String user() {
                return "app";
            }

            @Override
            public String password() {
                return "app";
            }
        };
    }
}

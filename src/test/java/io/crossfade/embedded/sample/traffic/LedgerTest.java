package io.crossfade.embedded.sample.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

class LedgerTest {

    private static final String PATH = "/api/plans/1";

    private final Ledger ledger = new Ledger();

    @Test
    void anAcknowledgedStateIsTheOnlyOneThatMayBe() {
        ledger.acknowledged(PATH, state("{\"name\": \"a\", \"n\": 1, \"none\": null}"));

        assertThat(ledger.contradiction(PATH, shows("{\"n\": 1.0, \"name\": \"a\", \"more\": true}")))
                .isNull();
        assertThat(ledger.contradiction(PATH, shows("{\"n\": 2, \"name\": \"a\"}")))
                .contains(PATH, "[n]");
        assertThat(ledger.contradiction(PATH, shows("{\"n\": 1}"))).contains("[name]");
        assertThat(ledger.contradiction(PATH, missing())).contains("not there");
    }

    @Test
    void whatWasDeletedMustBeGone() {
        ledger.acknowledged(PATH, state("{\"name\": \"a\"}"));
        ledger.acknowledged(PATH, State.ABSENT);

        assertThat(ledger.contradiction(PATH, missing())).isNull();
        assertThat(ledger.contradiction(PATH, shows("{\"name\": \"a\"}"))).contains("was deleted");
        assertThat(ledger.gone()).containsExactly(PATH);
    }

    @Test
    void afterAnUnknownOutcomeBothStatesMayBeAndNoThird() {
        ledger.acknowledged(PATH, state("{\"name\": \"a\", \"updated_at\": \"t1\"}"));
        JsonNode changed = ServiceClient.JSON.readTree("\"b\"");
        ledger.unknown(
                PATH, State.anything(), ledger.state(PATH, State.anything()).changed(Map.of("name", changed)));

        assertThat(ledger.contradiction(PATH, shows("{\"name\": \"a\", \"updated_at\": \"t1\"}")))
                .isNull();
        assertThat(ledger.contradiction(PATH, shows("{\"name\": \"b\", \"updated_at\": \"t2\"}")))
                .isNull();
        assertThat(ledger.contradiction(PATH, shows("{\"name\": \"c\", \"updated_at\": \"t1\"}")))
                .contains("[name]");
        assertThat(ledger.contradiction(PATH, missing())).isNotNull();
        assertThat(ledger.uncertain(PATH)).isTrue();
        assertThat(ledger.uncertain()).isOne();
    }

    @Test
    void aCreateOfUnknownOutcomeMayBeThereOrNot() {
        ledger.unknown(PATH, State.ABSENT, state("{\"name\": \"a\"}"));

        assertThat(ledger.contradiction(PATH, missing())).isNull();
        assertThat(ledger.contradiction(PATH, shows("{\"name\": \"a\"}"))).isNull();
        assertThat(ledger.contradiction(PATH, shows("{\"name\": \"b\"}"))).isNotNull();
        assertThat(ledger.certain()).containsEntry(PATH, null);
    }

    @Test
    void onlyTheServicesOwnWordMakesA503ANothing() {
        assertThat(Outcome.of(503, "Unavailable")).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(Outcome.of(503, "Outcome unknown")).isEqualTo(Outcome.UNKNOWN);
        assertThat(Outcome.of(503, "")).isEqualTo(Outcome.UNKNOWN);
        assertThat(Outcome.of(500, "Unavailable")).isEqualTo(Outcome.WRONG);
        assertThat(Outcome.of(401, "")).isEqualTo(Outcome.WRONG);
        assertThat(Outcome.of(409, "")).isEqualTo(Outcome.REFUSED);
        assertThat(Outcome.of(204, "")).isEqualTo(Outcome.DONE);
    }

    private static State state(String json) {
        return new State(ServiceClient.JSON.readTree(json));
    }

    private static Answer shows(String json) {
        return new Answer(Outcome.DONE, 200, ServiceClient.JSON.readTree(json));
    }

    private static Answer missing() {
        return new Answer(Outcome.MISSING, 404, MissingNode.getInstance());
    }
}

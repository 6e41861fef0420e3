package io.crossfade.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.History;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {

    private static final String PLAN = "plans/1";

    @Test
    void agreedAnswersAreFine() {
        Script script = new Script()
                .create(PLAN, 0, 1, "name", "a")
                .unavailable(Action.CHANGE, PLAN, 2, 3, "name", "b")
                .unknown(Action.CHANGE, PLAN, 2, 3, "name", "c")
                .answered(Action.READ, PLAN, 2, 3, Outcome.UNKNOWN, 0)
                .answered(Action.READ, PLAN, 2, 3, Outcome.UNREACHABLE, 0)
                .answered(Action.READ, PLAN, 2, 3, Outcome.UNAVAILABLE, 503);

        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void othersAreNot() {
        for (int status : List.of(500, 401, 403)) {
            assertThat(new Script()
                            .answered(Action.CHANGE, PLAN, 2, 3, Outcome.WRONG, status)
                            .kinds())
                    .containsExactly(AnswerCheck.WRONG);
        }
        assertThat(new Script()
                        .answered(Action.CREATE, PLAN, 2, 3, Outcome.REFUSED, 422)
                        .answered(Action.READ, PLAN, 2, 3, Outcome.UNKNOWN, 503)
                        .answered(Action.ORDER, "plans/1/sections", 2, 3, Outcome.REFUSED, 409)
                        .kinds())
                .containsExactly(AnswerCheck.WRONG, AnswerCheck.WRONG, AnswerCheck.WRONG);
    }

    @Test
    void lateOnesAreNot() {
        History history =
                History.of(new Script().create(PLAN, 0, 3_000_000, "name", "a").operations());

        assertThat(Checker.check(history, FinalReads.none(), new CheckOptions(Duration.ofMillis(3), 1000)))
                .isEmpty();
        assertThat(Checker.check(history, FinalReads.none(), new CheckOptions(Duration.ofMillis(2), 1000)))
                .extracting(Anomaly::kind)
                .containsExactly(AnswerCheck.SLOW);
        assertThat(Checker.check(
                        history,
                        FinalReads.none(),
                        new CheckOptions(Duration.ofMillis(2), 1000).excusing(operation -> 1_000_000)))
                .isEmpty();
    }

    @Test
    void aFinalReadWithoutAnAnswerIsNone() {
        History history =
                History.of(new Script().create(PLAN, 0, 1, "name", "a").operations());
        FinalReads away =
                all -> new Script().unavailable(Action.READ, PLAN, 5, 6).operations();

        assertThat(Checker.check(history, away)).extracting(Anomaly::kind).containsExactly("unreadable");
    }
}

package io.crossfade.strattio.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a change of several steps when the store goes away between them: never that nothing was written. */
class ReferencesTests {

    private final List<String> done = new ArrayList<>();

    private static void away() {
        throw new UnavailableException("the store is away; nothing was written", Duration.ofSeconds(1), null);
    }

    @Test
    void aDeletionThatWasBegunIsOfUnknownOutcome() {
        assertThatThrownBy(() -> References.delete(() -> done.add("dependents"), ReferencesTests::away))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(done).containsExactly("dependents");
    }

    @Test
    void anInsertThatCouldNotBeTakenBackIsOfUnknownOutcome() {
        Runnable parents = () -> {
            if (done.contains("insert")) {
                throw ParentMissing.of("plan_id", "plan", Id.next());
            }
        };

        assertThatThrownBy(() -> References.insert(parents, () -> done.add("insert"), ReferencesTests::away))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void whatCannotBeFinishedAfterAChangeIsOfUnknownOutcome() {
        assertThatThrownBy(() -> References.afterChange(() -> {
                    away();
                    return "";
                }))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(References.afterChange(() -> "finished")).isEqualTo("finished");
    }

    @Test
    void anInsertWhoseParentIsGoneIsTakenBack() {
        Runnable parents = () -> {
            if (done.contains("insert")) {
                throw ParentMissing.of("plan_id", "plan", Id.next());
            }
        };

        assertThatThrownBy(() -> References.insert(parents, () -> done.add("insert"), () -> done.remove("insert")))
                .isInstanceOf(ParentMissing.class);
        assertThat(done).isEmpty();
    }
}

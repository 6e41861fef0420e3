package io.crossfade.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.torture.load.Action;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntityCheckTest {

    private static final String PLAN = "plans/1";
    private static final String ANN = "users/1";
    private static final String BOB = "users/2";

    private final Script script = new Script();

    @Test
    void concurrentWritesMayComeInAnyOrder() {
        script.create(PLAN, 0, 1, "name", "a")
                .change(PLAN, 2, 10, Map.of("name", "b"), "name", "b")
                .change(PLAN, 3, 9, Map.of("name", "c"), "name", "c")
                .read(PLAN, 4, 5, "name", "c")
                .read(PLAN, 6, 7, "name", "b")
                .read(PLAN, 20, 21, "name", "b");

        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void anAcknowledgedWriteIsNotLost() {
        script.create(PLAN, 0, 1, "name", "a")
                .change(PLAN, 2, 3, Map.of("name", "b"), "name", "b")
                .read(PLAN, 4, 5, "name", "a");

        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void aWriteToOneFieldDoesNotUndoAnother() {
        script.create(PLAN, 0, 1, "name", "a", "error", "x")
                .change(PLAN, 2, 5, Map.of("name", "b"), "name", "b", "error", "x")
                .change(PLAN, 3, 4, Map.of("error", "y"), "name", "a", "error", "y")
                .read(PLAN, 6, 7, "name", "a", "error", "y");

        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void writesToTwoFieldsBothStay() {
        script.create(PLAN, 0, 1, "name", "a", "error", "x")
                .change(PLAN, 2, 5, Map.of("name", "b"), "name", "b", "error", "y")
                .change(PLAN, 3, 4, Map.of("error", "y"), "name", "a", "error", "y")
                .read(PLAN, 6, 7, "name", "b", "error", "y");

        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void whatWasDeletedDoesNotComeBack() {
        script.create(PLAN, 0, 1, "name", "a").delete(PLAN, 2, 3).read(PLAN, 4, 5, "name", "a");

        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void whatWasCreatedAgainIsThere() {
        script.create(PLAN, 0, 1, "name", "a").delete(PLAN, 2, 3).create(PLAN, 4, 5, "name", "b");

        assertThat(script.kinds()).isEmpty();
        assertThat(script.missing(Action.READ, PLAN, 6, 7).kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void aCreateMayBeRepeatedAsItWas() {
        script.unknown(Action.CREATE, PLAN, 0, 1, "name", "a")
                .create(PLAN, 2, 3, "name", "a")
                .create(PLAN, 4, 5, "name", "a")
                .refused(Action.CREATE, PLAN, 6, 7, "name", "b");

        assertThat(script.kinds()).isEmpty();
        assertThat(script.create(PLAN, 8, 9, "name", "b").kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void nothingIsThereThatNobodyAttempted() {
        script.create(PLAN, 0, 1, "name", "a").read(PLAN, 2, 3, "name", "z");

        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void whatFailedHasNoEffect() {
        script.create(PLAN, 0, 1, "name", "a").unavailable(Action.CHANGE, PLAN, 2, 3, "name", "b");

        assertThat(script.kinds()).isEmpty();
        assertThat(script.read(PLAN, 4, 5, "name", "b").kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void anUnknownWriteMayTakeEffectLateOrNeverButNotTwice() {
        script.create(PLAN, 0, 1, "name", "a")
                .unknown(Action.CHANGE, PLAN, 2, 3, "name", "b")
                .read(PLAN, 4, 5, "name", "a");
        assertThat(script.kinds()).isEmpty();

        script.read(PLAN, 6, 7, "name", "b").change(PLAN, 8, 9, Map.of("name", "c"), "name", "c");
        assertThat(script.kinds()).isEmpty();

        script.read(PLAN, 10, 11, "name", "b");
        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void anUnknownDeleteMayTakeEffectLate() {
        script.create(PLAN, 0, 1, "name", "a")
                .unknown(Action.DELETE, PLAN, 2, 3)
                .read(PLAN, 4, 5, "name", "a")
                .missing(Action.CHANGE, PLAN, 6, 7);

        assertThat(script.kinds()).isEmpty();
        assertThat(script.read(PLAN, 8, 9, "name", "a")
                        .read(PLAN, 10, 11, "name", "z")
                        .kinds())
                .containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void aRefusalNeedsAReason() {
        script.create(PLAN, 0, 1, "name", "a").missing(Action.DELETE, PLAN, 2, 3);

        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void aWriteUnderWayThatIsSeenAndThenNotIsAnInversionOnly() {
        script.create(PLAN, 0, 1, "name", "a")
                .change(PLAN, 2, 20, Map.of("name", "b"), "name", "b")
                .read(PLAN, 4, 5, "name", "b")
                .read(PLAN, 6, 7, "name", "a");
        assertThat(script.kinds()).containsExactly(EntityCheck.INVERTED);

        script.read(PLAN, 21, 22, "name", "a");
        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void anUnknownWriteThatIsSeenAndThenNotIsAnInversionUntilAnotherIsAcknowledged() {
        script.create(PLAN, 0, 1, "name", "a", "error", "x")
                .unknown(Action.CHANGE, PLAN, 2, 3, "name", "b")
                .read(PLAN, 4, 5, "name", "b", "error", "x")
                .read(PLAN, 6, 7, "name", "a", "error", "x");
        assertThat(script.kinds()).containsExactly(EntityCheck.INVERTED);

        script.change(PLAN, 8, 9, Map.of("error", "y"), "name", "b", "error", "y")
                .read(PLAN, 10, 11, "name", "a", "error", "y");
        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void aRefusalMaySeeAWriteUnderWayBeforeAReadDoes() {
        script.create(PLAN, 0, 1, "name", "a")
                .delete(PLAN, 2, 20)
                .missing(Action.CHANGE, PLAN, 4, 5)
                .read(PLAN, 6, 7, "name", "a");

        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void anAddressHasOneHolder() {
        script.create(ANN, 0, 1, "email", "contended-0").create(BOB, 2, 3, "email", "own-2");
        script.refused(Action.CHANGE, BOB, 4, 5, "email", "contended-0")
                .change(ANN, 6, 7, Map.of("email", "own-1"), "email", "own-1")
                .change(BOB, 8, 9, Map.of("email", "contended-0"), "email", "contended-0");
        assertThat(script.kinds()).isEmpty();

        script.change(ANN, 10, 11, Map.of("email", "contended-0"), "email", "contended-0");
        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void anAddressThatNobodyHoldsIsNotRefused() {
        script.create(ANN, 0, 1, "email", "contended-0")
                .create(BOB, 2, 3, "email", "own-2")
                .delete(ANN, 4, 5)
                .refused(Action.CHANGE, BOB, 6, 7, "email", "contended-0");

        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }

    @Test
    void theHolderOfAnAddressIsFound() {
        script.create(ANN, 0, 1, "email", "contended-0")
                .create(BOB, 2, 3, "email", "own-2")
                .refused(Action.CHANGE, BOB, 4, 5, "email", "contended-0")
                .missing(Action.READ, ANN, 6, 7);

        assertThat(script.kinds()).containsExactly(EntityCheck.BROKEN);
    }
}

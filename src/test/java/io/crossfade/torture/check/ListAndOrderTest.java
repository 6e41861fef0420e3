package io.crossfade.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.torture.load.Action;
import org.junit.jupiter.api.Test;

class ListAndOrderTest {

    private static final String PLAN = "plans/1";
    private static final String LIST = "users/u/plans";
    private static final String SECTIONS = "plans/p/sections";

    private final Script script = new Script();

    @Test
    void aListShowsWhatIsThereAllTheTime() {
        script.create(PLAN, 0, 1, "user_id", "u").list(LIST, 2, 3, "1");
        assertThat(script.kinds()).isEmpty();

        script.list(LIST, 4, 5);
        assertThat(script.kinds()).containsExactly(ListCheck.WRONG);
    }

    @Test
    void aListShowsNothingThatWasDeletedBefore() {
        script.create(PLAN, 0, 1, "user_id", "u").delete(PLAN, 2, 3).list(LIST, 4, 5);
        assertThat(script.kinds()).isEmpty();

        script.list(LIST, 6, 7, "1");
        assertThat(script.kinds()).containsExactly(ListCheck.WRONG);
    }

    @Test
    void aListMayShowOrNotWhatComesAndGoesMeanwhile() {
        script.create(PLAN, 0, 10, "user_id", "u")
                .list(LIST, 5, 6)
                .list(LIST, 7, 8, "1")
                .unknown(Action.DELETE, PLAN, 11, 12)
                .list(LIST, 20, 21, "1")
                .list(LIST, 22, 23);

        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void aListMayShowWhatWasCreatedAgainWithoutAnAnswer() {
        script.create(PLAN, 0, 1, "user_id", "u")
                .delete(PLAN, 2, 3)
                .unknown(Action.CREATE, PLAN, 4, 5, "user_id", "u")
                .list(LIST, 6, 7)
                .list(LIST, 8, 9, "1");

        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void aListShowsNothingOfAnotherNorAnythingTwice() {
        script.create(PLAN, 0, 1, "user_id", "other").list(LIST, 2, 3, "1");
        assertThat(script.kinds()).containsExactly(ListCheck.WRONG);

        Script twice = new Script().create(PLAN, 0, 1, "user_id", "u").list(LIST, 2, 3, "1", "1");
        assertThat(twice.kinds()).containsExactly(ListCheck.WRONG);
    }

    @Test
    void sectionsStandAsTheLastOrderSays() {
        sections().order(SECTIONS, 10, 11, "2", "1").list(SECTIONS, 12, 13, "2", "1");
        assertThat(script.kinds()).isEmpty();

        script.list(SECTIONS, 14, 15, "1", "2");
        assertThat(script.kinds()).containsExactly(OrderCheck.WRONG);
    }

    @Test
    void ofOrdersSetAtTheSameTimeEitherMayBeTheLast() {
        sections()
                .order(SECTIONS, 8, 9, "1", "2")
                .order(SECTIONS, 10, 14, "2", "1")
                .order(SECTIONS, 12, 16, "1", "2")
                .list(SECTIONS, 13, 15, "1", "2")
                .list(SECTIONS, 17, 18, "2", "1")
                .list(SECTIONS, 19, 20, "1", "2");

        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void anOrderWithoutAnAnswerLeavesTheOrderOpenButLosesNone() {
        sections()
                .order(SECTIONS, 8, 9, "1", "2")
                .uncertainOrder(SECTIONS, 10, 11, "2", "1")
                .list(SECTIONS, 12, 13, "2", "1")
                .list(SECTIONS, 14, 15, "1", "2");
        assertThat(script.kinds()).isEmpty();

        script.list(SECTIONS, 16, 17, "1");
        assertThat(script.kinds()).containsExactly(ListCheck.WRONG);
    }

    private Script sections() {
        return script.create("sections/1", 0, 1, "plan_id", "p").create("sections/2", 2, 3, "plan_id", "p");
    }
}

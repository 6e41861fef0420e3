package io.crossfade.migration.control;

import static io.crossfade.migration.Side.SOURCE;
import static io.crossfade.migration.Side.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.control.Installation.SourceWord;
import io.crossfade.migration.control.Installation.TargetWord;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstallationTest {

    private static final InstallationMark OURS = new InstallationMark(UUID.randomUUID(), "here", "there");
    private static final InstallationMark ANOTHER = new InstallationMark(UUID.randomUUID(), "here", "there");
    private static final Set<String> NONE = Set.of();
    private static final Set<String> PLANS = Set.of("plans");

    private final Installation installation = new Installation();

    private static SourceWord source(@Nullable InstallationMark mark, Set<String> fences) {
        return new SourceWord(mark, mark == null ? null : mark.sourcePlace(), fences, false);
    }

    private static TargetWord target(@Nullable InstallationMark mark, Set<String> moved) {
        return new TargetWord(mark, mark != null, "there", moved);
    }

    private void judge(TargetWord target, @Nullable SourceWord source) {
        installation.judge(target, source, target);
    }

    private String problem() {
        return installation.problem().map(Installation.Problem::text).orElse("none");
    }

    @Test
    void newStoresAreTrusted() {
        judge(target(null, NONE), source(null, PLANS));

        assertThat(installation.trusts(SOURCE)).isTrue();
        assertThat(installation.trusts(TARGET)).isTrue();
        assertThat(installation.id()).isEmpty();
    }

    @Test
    void equalMarksAreAPair() {
        judge(target(OURS, PLANS), source(OURS, PLANS));

        assertThat(problem()).isEqualTo("none");
        assertThat(installation.id()).contains(OURS.id());
    }

    @Test
    void aSourceWithoutAMarkIsRefusedWhereTheTargetHasOne() {
        judge(target(OURS, PLANS), source(null, NONE));

        assertThat(problem()).contains("PostgreSQL belongs to installation " + OURS.id(), "this MongoDB to none");
        assertThat(installation.trusts(SOURCE)).isFalse();
        assertThat(installation.trusts(TARGET)).isFalse();
    }

    @Test
    void aTargetWithoutAMarkIsRefusedWhereTheSourceHasOne() {
        judge(target(null, NONE), source(OURS, PLANS));

        assertThat(problem()).contains("MongoDB belongs to installation " + OURS.id(), "this PostgreSQL to none");
    }

    @Test
    void unitsBeyondTheFirstPhaseNeedAMark() {
        judge(target(null, PLANS), source(null, PLANS));

        assertThat(problem()).contains("neither store bears the mark");
    }

    @Test
    void twoInstallationsAreNoPair() {
        judge(target(OURS, PLANS), source(ANOTHER, PLANS));

        assertThat(problem()).contains(OURS.id().toString(), ANOTHER.id().toString());
        assertThat(installation.problem().orElseThrow().another()).isTrue();
    }

    @Test
    void aCopyOfEitherStoreIsToldFromTheStoreItself() {
        judge(new TargetWord(OURS, true, "elsewhere", PLANS), source(OURS, PLANS));
        assertThat(problem()).contains("this PostgreSQL bears the mark", "is a copy");

        judge(target(OURS, PLANS), new SourceWord(OURS, "elsewhere", PLANS, true));
        assertThat(problem()).contains("this MongoDB bears the mark", "is a copy");
    }

    @Test
    void aMarkThatIsBeingMadeIsNoContradiction() {
        TargetWord claimed = new TargetWord(OURS, false, "there", NONE);

        judge(claimed, source(null, PLANS));
        assertThat(problem()).isEqualTo("none");

        // The source was asked before it was marked, and the target after it was told so.
        installation.judge(claimed, source(null, PLANS), target(OURS, PLANS));
        assertThat(problem()).isEqualTo("none");

        // The target was asked before it was marked, and again after.
        installation.judge(target(null, NONE), source(OURS, PLANS), claimed);
        assertThat(problem()).isEqualTo("none");
    }

    @Test
    void whoSeesAMarkForTheFirstTimeAsksBothStoresBeforeHeActs() {
        judge(target(null, NONE), source(null, PLANS));

        installation.sourceSays(source(OURS, PLANS), installation.losses());

        assertThat(installation.trusts(SOURCE)).isFalse();
        assertThat(installation.checkIsDue()).isTrue();
    }

    @Test
    void aKnownPairTellsWhichStoreIsStrange() {
        judge(target(OURS, PLANS), source(OURS, PLANS));

        installation.sourceSays(source(ANOTHER, PLANS), installation.losses());

        assertThat(installation.trusts(SOURCE)).isFalse();
        assertThat(installation.trusts(TARGET)).isTrue();
        assertThatThrownBy(installation::requireSource)
                .hasMessageContaining(ANOTHER.id().toString());

        installation.sourceSays(source(OURS, PLANS), installation.losses());
        assertThat(installation.trusts(SOURCE)).isTrue();
    }

    @Test
    void aRowOfAnotherInstallationIsRefused() {
        judge(target(OURS, PLANS), source(OURS, PLANS));

        assertThatCode(() -> installation.rowSays(OURS.id(), true)).doesNotThrowAnyException();
        assertThatThrownBy(() -> installation.rowSays(ANOTHER.id(), true)).isInstanceOf(StrangeStoreException.class);
        assertThatThrownBy(() -> installation.rowSays(null, false)).isInstanceOf(StrangeStoreException.class);
    }

    @Test
    void aMarkThatIsSeenForTheFirstTimeIsLookedAtBeforeAnythingIsDoneByItsRow() throws Exception {
        judge(target(null, NONE), source(null, PLANS));

        assertThatThrownBy(() -> installation.rowSays(OURS.id(), true)).isInstanceOf(StrangeStoreException.class);
        assertThat(installation.checkIsDue()).isTrue();
        // Half made, and to be completed by whoever moves first.
        installation.rowSays(OURS.id(), false);
    }

    @Test
    void aLostConnectionIsNotTrustedUntilTheSourceWasAsked() throws Exception {
        judge(target(OURS, PLANS), source(OURS, PLANS));
        long watched = installation.requireSource();

        installation.sourceLost();
        assertThatThrownBy(installation::requireSource).isInstanceOf(StrangeStoreException.class);

        installation.sourceSays(source(OURS, PLANS), installation.losses());
        assertThatThrownBy(() -> installation.requireSame(watched)).hasMessageContaining("lost on the way");
    }

    @Test
    void whatWasAskedBeforeALossIsNoWordOfTheStoreThatAnswersNow() {
        judge(target(OURS, PLANS), source(OURS, PLANS));
        long asked = installation.losses();
        installation.sourceLost();

        installation.sourceSays(source(OURS, PLANS), asked);

        assertThat(installation.trusts(SOURCE)).isFalse();
    }

    @Test
    void aFenceThatIsGoneIsNeverANewOne() {
        judge(target(OURS, PLANS), source(OURS, NONE));

        assertThat(problem()).contains("lost the fence of plans");
        assertThat(installation.trusts(SOURCE)).isFalse();
    }

    @Test
    void aSourceThatDoesNotAnswerIsNotTrusted() {
        judge(target(OURS, PLANS), null);

        assertThat(problem()).isEqualTo("none");
        assertThat(installation.trusts(SOURCE)).isFalse();
        assertThat(installation.trusts(TARGET)).isTrue();

        installation.sourceSays(source(ANOTHER, PLANS), installation.losses());
        assertThat(problem()).contains(ANOTHER.id().toString());
    }
}

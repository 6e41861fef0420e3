package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where reads go is said as it is, whatever percentage was asked for. */
class ReadsNowTest {

    private static final String UNIT = "owners";
    private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");

    private final SourceFence fence = mock(SourceFence.class);
    private final StoreContact contact = mock(StoreContact.class);
    private final Instances instances = mock(Instances.class);
    private final ReadsNow reads = new ReadsNow(fence, contact, instances, new StoreNames("MONGO", "POSTGRES"));

    @BeforeEach
    void bothAnswer() {
        answers(Side.SOURCE, true);
        answers(Side.TARGET, true);
        when(instances.all()).thenReturn(List.of());
    }

    private void answers(Side store, boolean answers) {
        when(contact.state(store)).thenReturn(new StoreContact.State(answers, SINCE));
    }

    private void stands(Phase phase, Mode mode, int percent) {
        boolean strictBefore = mode == Mode.CLOSED;
        when(fence.permit(UNIT))
                .thenReturn(
                        Optional.of(new FenceDocument(UNIT, 9, "a", 1, mode, 7, SINCE, strictBefore, phase, percent)));
    }

    private String words(Phase phase) {
        return reads.words(new FenceRow(
                UNIT,
                1,
                3,
                phase.authority() == Side.SOURCE ? FenceState.CLOSED : FenceState.OPEN,
                false,
                true,
                phase,
                50,
                SINCE,
                "admin",
                "test",
                null,
                false));
    }

    private void another(String permit, long epoch, Sight target) {
        when(instances.all())
                .thenReturn(List.of(new Instances.View(
                        "b",
                        "host-b:8080",
                        "1",
                        SINCE,
                        false,
                        Map.of(UNIT, epoch),
                        Map.of(),
                        100L,
                        100L,
                        permit,
                        Map.of(Side.SOURCE, new Sight(true, SINCE), Side.TARGET, target))));
    }

    /** Red if the percentage is shown as what is. */
    @Test
    void halfOfTheKeysAreAskedForAndNoneIsReadThereUntilTheModeIsStrict() {
        for (Mode mode : List.of(Mode.RELAXED, Mode.TIGHTENING)) {
            stands(Phase.READ_SWITCH, mode, 50);
            assertThat(words(Phase.READ_SWITCH)).isEqualTo("MONGO, because the mode is " + mode);
        }
        stands(Phase.READ_SWITCH, Mode.STRICT, 50);
        assertThat(words(Phase.READ_SWITCH)).isEqualTo("POSTGRES for 50 percent of the keys, MONGO for the others");
        stands(Phase.READ_SWITCH, Mode.STRICT, 0);
        assertThat(words(Phase.READ_SWITCH)).isEqualTo("MONGO");
        assertThat(reads.mode(UNIT)).contains(new ReadsNow.ModeNow(Mode.STRICT, SINCE));
    }

    @Test
    void aStoreThatDoesNotAnswerThisInstanceIsNotRead() {
        stands(Phase.READ_SWITCH, Mode.STRICT, 50);
        answers(Side.TARGET, false);
        assertThat(words(Phase.READ_SWITCH))
                .isEqualTo("MONGO, because POSTGRES has not answered this instance since " + SINCE);

        when(fence.permit(UNIT)).thenReturn(Optional.empty());
        answers(Side.SOURCE, false);
        assertThat(words(Phase.READ_SWITCH)).isEqualTo("nowhere: MONGO has not answered this instance since " + SINCE);
        assertThat(words(Phase.TARGET)).isEqualTo("nowhere: POSTGRES has not answered this instance since " + SINCE);
        assertThat(reads.mode(UNIT)).isEmpty();
        answers(Side.TARGET, true);
        assertThat(words(Phase.TARGET)).isEqualTo("POSTGRES");
    }

    @Test
    void saysWhereAnotherInstanceReadsElsewhere() {
        stands(Phase.READ_SWITCH, Mode.STRICT, 50);
        another("valid", 9, new Sight(false, SINCE));
        assertThat(words(Phase.READ_SWITCH))
                .endsWith("; MONGO on host-b:8080, where POSTGRES has not answered since " + SINCE);
        another("valid", 6, new Sight(true, SINCE));
        assertThat(words(Phase.READ_SWITCH)).endsWith("; not yet so on host-b:8080");
        another("over", 9, new Sight(null, SINCE));
        assertThat(words(Phase.READ_SWITCH)).endsWith("; not known of host-b:8080, which is silent");
        another("valid", 9, new Sight(true, SINCE));
        assertThat(words(Phase.READ_SWITCH)).endsWith("for the others");
    }

    @Test
    void whileTheAuthorityChangesAllReadsGoToTheReplica() {
        stands(Phase.READ_SWITCH, Mode.CLOSED, 100);
        assertThat(words(Phase.READ_SWITCH)).isEqualTo("POSTGRES, while the authority changes");
    }

    /** An instance that has lost the target does not see that it no longer decides; the fence in the source tells. */
    @Test
    void goesByTheSourceIfThatDecidesAgain() {
        stands(Phase.READ_SWITCH, Mode.RELAXED, 100);
        answers(Side.TARGET, false);
        assertThat(words(Phase.TARGET)).isEqualTo("MONGO, because the mode is RELAXED");
    }
}

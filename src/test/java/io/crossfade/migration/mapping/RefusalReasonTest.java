package io.crossfade.migration.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalReasonTest {

    @ParameterizedTest
    @EnumSource
    void codeNamesTheReason(RefusalReason reason) {
        assertThat(reason.code()).matches("[a-z-]+");
        assertThat(RefusalReason.ofCode(reason.code())).isEqualTo(reason);
    }

    @Test
    void unknownCodeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RefusalReason.ofCode("whim"));
    }

    @Test
    void messageNamesColumnReasonAndLimit() {
        RefusedException refusal = RefusedException.because(RefusalReason.TOO_LONG, "title", "11, at most 10");

        assertThat(refusal).hasMessage("column 'title': the text is longer than the column (11, at most 10)");
        assertThat(RefusedException.because(RefusalReason.MALFORMED)).hasMessage("the bytes are no BSON document");
    }
}

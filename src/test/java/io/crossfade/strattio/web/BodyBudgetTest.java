package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyBudgetTest {

    private static final int MB = 1 << 20;

    private final BodyBudget budget = new BodyBudget(4 * MB, Duration.ofMillis(1));

    @Test
    void largeBodiesAreReadOneAfterTheOtherAndSmallOnesBeside() throws Exception {
        BodyBudget.Share first = budget.share();
        BodyBudget.Share second = budget.share();
        first.cover(MB, 0);

        assertThatThrownBy(() -> second.cover(MB, 0)).isInstanceOfSatisfying(BodyRefusedException.class, refused -> {
            assertThat(refused.problem().getStatus()).isEqualTo(503);
            assertThat(refused.mayBeRepeated()).isTrue();
        });

        assertThatCode(() -> budget.share().cover(1024, 10)).doesNotThrowAnyException();

        first.giveBack();
        assertThatCode(() -> second.cover(MB, 0)).doesNotThrowAnyException();
    }

    @Test
    void manySmallBodiesShareWhatIsTheirs() throws Exception {
        int full = 2 * MB / (3 * 30 * 1024);
        BodyBudget.Share last = budget.share();
        for (int i = 0; i < full; i++) {
            last = budget.share();
            last.cover(30 * 1024, 0);
        }

        assertThatThrownBy(() -> budget.share().cover(30 * 1024, 0)).isInstanceOf(BodyRefusedException.class);

        last.giveBack();
        assertThatCode(() -> budget.share().cover(30 * 1024, 0)).doesNotThrowAnyException();
    }

    @Test
    void aBodyThatNeedsMoreThanThereIsIsTooLarge() {
        assertThatThrownBy(() -> budget.share().cover(1, 40_000))
                .isInstanceOfSatisfying(
                        BodyRefusedException.class,
                        refused -> assertThat(refused.problem().getStatus()).isEqualTo(413));
    }

    @Test
    void whatStandsInTextIsNoValue() {
        String body = "{\"a\":\"" + "{,[:\\\"\\\\".repeat(20_000) + "\"}";

        assertThatCode(() -> read(body)).doesNotThrowAnyException();
        assertThatThrownBy(() -> read("[" + "{},".repeat(20_000) + "{}]")).isInstanceOf(BodyRefusedException.class);
    }

    private void read(String body) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(body.getBytes(StandardCharsets.UTF_8));
        BodyBudget.Share share = budget.share();
        try {
            assertThat(new CountedBody(request, MB, share).getInputStream().readAllBytes())
                    .isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        } finally {
            share.giveBack();
        }
    }
}

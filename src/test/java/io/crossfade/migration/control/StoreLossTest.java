package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.testing.EngineForTests;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

/** The loss of PostgreSQL is told, and not four times a second. */
@ExtendWith(OutputCaptureExtension.class)
class StoreLossTest {

    @Test
    void isToldOnceAndSoIsTheReturn(CapturedOutput output) {
        String told = "PostgreSQL cannot be asked (SQLSTATE 42P01)";
        try (EngineForTests engine = EngineForTests.start()) {
            engine.execute("ALTER TABLE crossfade.unit RENAME TO unit_away");
            await().during(Duration.ofSeconds(1))
                    .until(() -> StringUtils.countOccurrencesOf(output.getOut(), told) == 1);

            engine.execute("ALTER TABLE crossfade.unit_away RENAME TO unit");
            await().until(() -> output.getOut().contains("PostgreSQL answers again"));
        }
        assertThat(StringUtils.countOccurrencesOf(output.getOut(), told)).isEqualTo(1);
    }
}

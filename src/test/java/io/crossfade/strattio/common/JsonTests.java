package io.crossfade.strattio.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are kept exactly or refused, and a few bytes never cost more than a few moments. */
class JsonTests {

    private static final Duration MOMENT = Duration.ofSeconds(2);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e10000000",
                "-1e-10000000",
                "1e2147483647",
                "100e2147483647",
                "1e-2147483647",
                "1e309",
                "1e-401",
                "0.1000000000000000000001"
            })
    void aNumberThatNoDoubleHoldsIsRefusedAtOnce(String number) {
        assertRefused(number);
        assertRefused("{\"a\": [" + number + "]}");
    }

    @Test
    void manyOfThemAreRefusedAtOnce() {
        assertRefused("[" + String.join(",", Collections.nCopies(100_000, "1e1000000")) + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.7976931348623157e308",
                "-1e308",
                "4.9e-324",
                "2.2250738585072014E-308",
                "0e99999",
                "-0.0e-99999"
            })
    void aNumberThatADoubleHoldsIsKept(String number) {
        Json json = Json.parse(number);

        assertThat(Check.json("data", json)).isEqualTo(json);
        assertThat(Double.parseDouble(json.text())).isEqualTo(Double.parseDouble(number));
    }

    @Test
    void wholeNumbersReadAlikeHoweverTheyAreWritten() {
        assertThat(Json.parse("1e3").value())
                .isEqualTo(1000L)
                .isEqualTo(Json.parse("1000.0").value());
        assertThat(Json.parse("1e300").value())
                .isEqualTo(BigInteger.TEN.pow(300))
                .isEqualTo(Json.parse("1" + "0".repeat(300)).value());
    }

    @Test
    void aDoubleIsTheNumberThatItIs() {
        assertThat(Json.of(1234567890123456768.0).value())
                .isEqualTo(1234567890123456768L)
                .isEqualTo(Json.parse("1234567890123456768.0").value());
        assertThat(Json.of(-0x1p62).value()).isEqualTo(-(1L << 62));
        assertThat(Json.of(0x1p63).value())
                .isEqualTo(new BigInteger("9223372036854776000"))
                .isEqualTo(Json.parse("9.223372036854776E18").value());
        assertThat(Json.of(-0.0).value())
                .isEqualTo(0L)
                .isEqualTo(Json.parse("{\"$numberDouble\": \"-0.0\"}").value());
    }

    private static void assertRefused(String text) {
        assertTimeoutPreemptively(MOMENT, () -> assertThatThrownBy(() -> Check.json("data", Json.parse(text)))
                .isInstanceOfSatisfying(InvalidValue.class, e -> {
                    assertThat(e.field()).isEqualTo("data");
                    assertThat(e.problem()).contains("more digits than a double has");
                }));
    }
}

package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static io.crossfade.migration.mapping.Things.document;
import static io.crossfade.migration.mapping.Things.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1.0 | 1.00",
                "1e2 | 100.0",
                "-0.0 | 0.0",
                "-0 | 0",
                "9223372036854776000 | 9.223372036854776E18",
                "{\"$numberLong\": \"5\"} | 5",
                "{\"$numberDouble\": \"5.0\"} | 5.0",
                "{\"$numberDecimal\": \"0.10000000000000000555\"} | 0.10000000000000000555",
                "1.0E300 | 1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000.0",
                "{\"a\":1,\"b\":[{\"c\":2,\"d\":3}]} | { \"b\": [ {\"d\": 3, \"c\": 2} ], \"a\": 1 }",
                "\"\\u00e9\" | \"é\"",
                "\"\\ud83d\\ude00\" | \"😀\"",
                "{\"$numberDouble\": \"NaN\"} | {\"$numberDouble\":\"NaN\"}"
            })
    void jsonIsComparedByValue(String one, String other) throws RefusedException {
        assertThat(differences("data", one, other)).isEmpty();
        assertThat(differences("data", other, one)).isEmpty();
        assertThat(unmapped("{\"x\": " + one + "}", "{\"x\": " + other + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | 2",
                "1 | 1.0",
                "100 | 1e2",
                "{\"$numberDouble\": \"-0.0\"} | 0.0",
                "{\"$numberDecimal\": \"1.10\"} | {\"$numberDecimal\": \"1.1\"}",
                "{\"$numberDecimal\": \"1.5\"} | 1.5",
                "1234567890123456768.0 | 1234567890123456768",
                "1234567890123456768.0 | 1234567890123456770",
                "1234567890123456768.0 | 1234567890123456770.0",
                "9007199254740993 | 9007199254740992",
                "0.1 | 0.10000000000000001",
                "1 | \"1\"",
                "1 | true",
                "[1, 2] | [2, 1]",
                "[1] | [1, 1]",
                "[1] | 1",
                "[] | {}",
                "{\"a\": null} | {}",
                "{\"a\": null} | {\"b\": null}",
                "{\"a\": 1} | {\"A\": 1}",
                "\"a\" | \"a \"",
                "\"\u00e9\" | \"e\u0301\"",
                "null | 0",
                "null | {}",
                "{\"$numberDouble\": \"NaN\"} | {\"$numberDouble\": \"Infinity\"}",
                "{\"$numberDouble\": \"NaN\"} | 0",
                "{\"$numberLong\": \"5\", \"x\": 1} | 5",
                "{\"$date\": \"1970-01-01T00:00:00Z\"} | \"1970-01-01T00:00:00Z\""
            })
    void otherJsonDiffers(String one, String other) throws RefusedException {
        assertThat(differences("data", one, other)).containsExactly("data");
        assertThat(differences("data", other, one)).containsExactly("data");
        assertThat(unmapped("{\"x\": " + one + "}", "{\"x\": " + other + "}")).containsExactly("unmapped");
    }

    @Test
    void nullAndJsonNullAreOne() throws RefusedException {
        assertThat(differences("extra", null, "null")).isEmpty();
        assertThat(differences("extra", null, null)).isEmpty();
        assertThat(differences("extra", null, "{}")).containsExactly("extra");
        assertThat(unmapped(null, "{}")).isEmpty();
        assertThat(unmapped(null, "{\"a\": null}")).containsExactly("unmapped");
    }

    @Test
    void jsonTooDeepToReadIsEqualOnlyToItself() throws RefusedException {
        String deep = "[".repeat(6000) + "]".repeat(6000);

        assertThat(differences("data", deep, deep)).isEmpty();
        assertThat(differences("data", deep, "[]")).containsExactly("data");
    }

    @Test
    void namesWhatDiffers() throws RefusedException {
        assertThat(differences("title", "a", "b")).containsExactly("title");
        assertThat(differences("title", "i", "İ")).containsExactly("title");
        assertThat(differences("kind", "plain", null)).containsExactly("kind");
        assertThat(differences("at", Instant.EPOCH, Instant.EPOCH.plusMillis(1)))
                .containsExactly("at");
        assertThat(differences("total", 1L, 2L)).containsExactly("total");
        assertThat(differences("tags", List.of("a", "b"), List.of("b", "a"))).containsExactly("tags");
        assertThat(differences("tags", List.of(), null)).containsExactly("tags");
        assertThat(differences("tags", List.of("a"), new ArrayList<>(List.of("a"))))
                .isEmpty();
        assertThat(differences("parent_id", new UUID(1, 2), new UUID(1, 3))).containsExactly("parent_id");
        assertThat(differences("secret", "SECRET", null)).containsExactly("secret");
    }

    @Test
    void otherIdsDiffer() throws RefusedException {
        Row row = row(document());

        assertThat(Comparison.differences(MAPPING, row, new Row(new UUID(1, 2), row.values(), "{\"a\": 1}")))
                .containsExactly("id", "unmapped");
    }

    private static List<String> unmapped(String one, String other) throws RefusedException {
        Row row = row(document());
        return Comparison.differences(
                MAPPING, new Row(row.id(), row.values(), one), new Row(row.id(), row.values(), other));
    }

    private static List<String> differences(String column, Object one, Object other) throws RefusedException {
        Row row = row(document());
        int index = MAPPING.columns().indexOf(MAPPING.column(column));
        List<Object> source = new ArrayList<>(row.values());
        source.set(index, one);
        List<Object> target = new ArrayList<>(row.values());
        target.set(index, other);
        return Comparison.differences(MAPPING, new Row(row.id(), source, null), new Row(row.id(), target, null));
    }
}

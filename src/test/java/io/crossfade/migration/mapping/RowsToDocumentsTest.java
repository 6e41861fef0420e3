package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static io.crossfade.migration.mapping.Things.document;
import static io.crossfade.migration.mapping.Things.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that PostgreSQL holds but no document could have become. */
class RowsToDocumentsTest {

    @Test
    void numbersGetTheTypeThatHoldsThemExactly() throws RefusedException {
        String big = BigInteger.TWO.pow(100).toString();

        assertThat(data("2147483647")).isEqualTo(new BsonInt32(Integer.MAX_VALUE));
        assertThat(data("2147483648")).isEqualTo(new BsonInt64(1L << 31));
        assertThat(data("1.0")).isEqualTo(new BsonDouble(1));
        assertThat(data("0.1")).isEqualTo(new BsonDouble(0.1));
        assertThat(data("1" + "0".repeat(300))).isEqualTo(new BsonDouble(1e300));
        assertThat(data(big)).isEqualTo(new BsonDecimal128(Decimal128.parse(big)));
        assertThat(data("0.10000000000000000555"))
                .isEqualTo(new BsonDecimal128(Decimal128.parse("0.10000000000000000555")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901234567890123456789012345", "0.12345678901234567890123456789012345678"})
    void numbersThatNoTypeHoldsAreRefused(String number) {
        refused(with("data", number), RefusalReason.NUMBER_NOT_REPRESENTABLE, "data");
        refused(with("data", "1" + "0".repeat(7000) + ".5"), RefusalReason.NUMBER_NOT_REPRESENTABLE, "data");
    }

    @Test
    void numericsOwnExtremesAreRefusedToo() {
        refused(with("data", "9".repeat(131_072)), RefusalReason.NUMBER_NOT_REPRESENTABLE, "data");
        refused(with("data", "0." + "9".repeat(16_383)), RefusalReason.NUMBER_NOT_REPRESENTABLE, "data");
    }

    @Test
    void jsonNullIsNull() throws RefusedException {
        assertThat(Documents.toDocument(MAPPING, with("extra", "null")).get("extra"))
                .isEqualTo(BsonNull.VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$oid\": 5}",
                "{\"$oid\": \"x\"}",
                "{\"$uuid\": \"6f9619ff-8b86-4d01-b42d-00cf4fc964ff\"}",
                "{\"$date\": \"2020-01-01T00:00:00.000+05:00\"}",
                "{\"$binary\": \"AAAA\", \"$type\": \"00\"}",
                "{\"a\": [{\"$numberLong\": \"SECRET\"}]}",
                "{\"$numberDouble\": \"x\"}"
            })
    void jsonThatOnlyLooksLikeExtendedJsonIsRefused(String json) {
        refused(with("data", json), RefusalReason.AMBIGUOUS_JSON, "data");
    }

    @Test
    void unmappedIsAnObjectOfOtherFields() throws RefusedException {
        Row row = row(document());

        assertThat(Documents.toDocument(MAPPING, new Row(row.id(), row.values(), "{}")))
                .isEqualTo(Documents.toDocument(MAPPING, row));
        refused(new Row(row.id(), row.values(), "[1]"), RefusalReason.WRONG_TYPE, "unmapped");
        refused(
                new Row(row.id(), row.values(), "{\"$oid\": \"65a0f1c2aabbccddeeff0011\"}"),
                RefusalReason.WRONG_TYPE,
                "unmapped");
        refused(new Row(row.id(), row.values(), "{\"title\": 1}"), RefusalReason.FIELD_CONFLICT, "unmapped");
        refused(new Row(row.id(), row.values(), "{\"_id\": 1}"), RefusalReason.FIELD_CONFLICT, "unmapped");
    }

    @Test
    void timesThatNoDateHoldsAreRefused() {
        refused(with("at", OffsetDateTime.MAX.toInstant()), RefusalReason.DATE_OUT_OF_RANGE, "at");
        refused(with("at", OffsetDateTime.MIN.toInstant()), RefusalReason.DATE_OUT_OF_RANGE, "at");
        refused(with("at", Instant.ofEpochSecond(1, 1_000)), RefusalReason.DATE_OUT_OF_RANGE, "at");
    }

    @Test
    void arraysOfAnythingButTextAreRefused() {
        refused(with("tags", Arrays.asList("a", null)), RefusalReason.ELEMENT_TYPE, "tags");
        refused(with("tags", List.of(List.of("a"))), RefusalReason.ELEMENT_TYPE, "tags");
    }

    @Test
    void jsonDeeperThanMongoAllowsIsRefused() throws RefusedException {
        assertThat(data("[".repeat(199) + "]".repeat(199)).isArray()).isTrue();
        refused(with("data", "[".repeat(200) + "]".repeat(200)), RefusalReason.TOO_DEEP, "data");
        refused(with("data", "[".repeat(6000) + "]".repeat(6000)), RefusalReason.TOO_DEEP, "data");
    }

    private static BsonValue data(String json) throws RefusedException {
        return Documents.toDocument(MAPPING, with("data", json)).get("data");
    }

    private static Row with(String column, Object value) {
        try {
            Row row = row(document());
            List<Object> values = new ArrayList<>(row.values());
            values.set(MAPPING.columns().indexOf(MAPPING.column(column)), value);
            return new Row(row.id(), values, null);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(Row row, RefusalReason reason, String column) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Documents.toDocument(MAPPING, row))
                .withMessageNotContaining("SECRET")
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.column()).isEqualTo(column);
                });
    }
}

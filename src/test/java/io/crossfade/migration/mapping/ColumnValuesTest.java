package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.ID;
import static io.crossfade.migration.mapping.Things.MAPPING;
import static io.crossfade.migration.mapping.Things.assertRefused;
import static io.crossfade.migration.mapping.Things.row;
import static io.crossfade.migration.mapping.Things.value;
import static io.crossfade.migration.mapping.Things.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each type of column takes and refuses. */
class ColumnValuesTest {

    @Test
    void lengthIsCountedInCodePoints() throws RefusedException {
        String ten = "😀".repeat(10);

        assertThat(value(row(with("title", new BsonString(ten))), "title")).isEqualTo(ten);
        assertRefused(with("title", new BsonString(ten + "x")), RefusalReason.TOO_LONG, "title");
        assertRefused(with("title", new BsonString("t" + " ".repeat(10))), RefusalReason.TOO_LONG, "title");
        assertRefused(with("secret", new BsonString("SECRET".repeat(4))), RefusalReason.TOO_LONG, "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "secret", "data", "extra", "other"})
    void textThatPostgresHoldsNotIsRefused(String field) {
        String column = field.equals("other") ? "unmapped" : field;

        assertRefused(with(field, new BsonString("a\0b")), RefusalReason.NUL_CHARACTER, column);
        assertRefused(with(field, new BsonString("a\uD83D")), RefusalReason.INVALID_UNICODE, column);
        assertRefused(with(field, new BsonString("\uDE00b")), RefusalReason.INVALID_UNICODE, column);
        assertRefused(with(field, new BsonString("\uDE00\uD83D")), RefusalReason.INVALID_UNICODE, column);
    }

    @Test
    void textInArraysIsCheckedToo() {
        assertRefused(with("tags", new BsonArray(List.of(new BsonString("\0")))), RefusalReason.NUL_CHARACTER, "tags");
        assertRefused(
                with("tags", new BsonArray(List.of(new BsonString("\uD800")))), RefusalReason.INVALID_UNICODE, "tags");
        assertRefused(with("tags", new BsonArray(List.of(new BsonInt32(1)))), RefusalReason.ELEMENT_TYPE, "tags");
        assertRefused(with("tags", new BsonArray(List.of(BsonNull.VALUE))), RefusalReason.ELEMENT_TYPE, "tags");
        assertRefused(with("tags", new BsonArray(List.of(new BsonArray()))), RefusalReason.ELEMENT_TYPE, "tags");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "plain ", "istanbul", "SECRET", ""})
    void valueOutsideTheCheckIsRefused(String kind) {
        assertRefused(with("kind", new BsonString(kind)), RefusalReason.NOT_ALLOWED, "kind");
    }

    @Test
    void wholeNumbersOfAnyTypeAreTaken() throws RefusedException {
        for (BsonValue seven : List.of(
                new BsonInt32(7),
                new BsonInt64(7),
                new BsonDouble(7),
                new BsonDecimal128(Decimal128.parse("7.000")),
                new BsonDecimal128(Decimal128.parse("0.7E1")))) {
            assertThat(value(row(with("count", seven)), "count")).isEqualTo(7);
            assertThat(value(row(with("total", seven)), "total")).isEqualTo(7L);
        }
        for (BsonValue zero : List.of(
                new BsonDouble(-0.0),
                new BsonDecimal128(Decimal128.NEGATIVE_ZERO),
                new BsonDecimal128(Decimal128.parse("-0E-6000")),
                new BsonDecimal128(Decimal128.parse("0E+6111")))) {
            assertThat(value(row(with("count", zero)), "count")).isEqualTo(0);
        }
        assertThat(value(row(with("total", new BsonDouble(-0x1p63))), "total")).isEqualTo(Long.MIN_VALUE);
        assertThat(value(row(with("total", new BsonDecimal128(new Decimal128(Long.MAX_VALUE)))), "total"))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(value(row(with("count", new BsonInt64(Integer.MIN_VALUE))), "count"))
                .isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void whatIsNoWholeNumberIsRefused() {
        for (String column : List.of("count", "total")) {
            for (BsonValue value : List.of(
                    new BsonDouble(1.5),
                    new BsonDouble(Double.NaN),
                    new BsonDouble(Double.POSITIVE_INFINITY),
                    new BsonDouble(Double.MIN_VALUE),
                    new BsonDecimal128(Decimal128.NaN),
                    new BsonDecimal128(Decimal128.NEGATIVE_INFINITY),
                    new BsonDecimal128(Decimal128.parse("1E-6176")),
                    new BsonDecimal128(Decimal128.parse("0.1")))) {
                assertRefused(with(column, value), RefusalReason.NOT_INTEGRAL, column);
            }
            for (BsonValue value : List.of(
                    new BsonDouble(0x1p63),
                    new BsonDouble(Double.MAX_VALUE),
                    new BsonDecimal128(Decimal128.parse("9223372036854775808")),
                    new BsonDecimal128(Decimal128.parse("-1E+6144")))) {
                assertRefused(with(column, value), RefusalReason.OUT_OF_RANGE, column);
            }
        }
        assertRefused(with("count", new BsonInt64(1L << 31)), RefusalReason.OUT_OF_RANGE, "count");
        assertRefused(with("count", new BsonDouble(-0x1p31 - 1)), RefusalReason.OUT_OF_RANGE, "count");
    }

    @Test
    void columnsOwnRangeIsKept() throws RefusedException {
        assertThat(value(row(with("score", new BsonDouble(100))), "score")).isEqualTo(100);
        assertRefused(with("score", new BsonInt32(101)), RefusalReason.OUT_OF_RANGE, "score");
        assertRefused(with("score", new BsonInt32(-1)), RefusalReason.OUT_OF_RANGE, "score");
    }

    @ParameterizedTest
    @CsvSource({
        "-210866803200000, -4713-11-24T00:00:00Z",
        "-62135596800001, 0000-12-31T23:59:59.999Z",
        "9224318015999999, +294276-12-31T23:59:59.999Z"
    })
    void datesReachAsFarAsPostgres(long millis, Instant expected) throws RefusedException {
        Row row = row(with("at", new BsonDateTime(millis)));

        assertThat(value(row, "at")).isEqualTo(expected);
        assertThat(Documents.toDocument(MAPPING, row).getDateTime("at").getValue())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(longs = {-210866803200001L, 9224318016000000L, Long.MIN_VALUE, Long.MAX_VALUE})
    void datesBeyondAreRefused(long millis) {
        assertRefused(with("at", new BsonDateTime(millis)), RefusalReason.DATE_OUT_OF_RANGE, "at");
    }

    @Test
    void otherTypesAreRefused() {
        List<BsonValue> every = List.of(
                new BsonString("SECRET"),
                new BsonInt32(1),
                BsonBoolean.TRUE,
                new BsonDateTime(1),
                new BsonObjectId(new ObjectId()),
                new BsonDocument(),
                new BsonArray(),
                new BsonSymbol("SECRET"),
                new BsonTimestamp(1),
                new BsonUndefined());
        for (BsonValue value : every) {
            refusedUnless(value.isString(), "title", value);
            refusedUnless(value.isInt32(), "count", value);
            refusedUnless(value.isInt32(), "total", value);
            refusedUnless(value.isBoolean(), "active", value);
            refusedUnless(value.isDateTime(), "at", value);
            refusedUnless(value.isArray(), "tags", value);
            refusedUnless(value.isObjectId(), "parent_id", value);
        }
    }

    private static void refusedUnless(boolean right, String column, BsonValue value) {
        if (!right) {
            assertRefused(with(MAPPING.column(column).field(), value), RefusalReason.WRONG_TYPE, column);
        }
    }

    @Test
    void referencesAreObjectIdsOrUuids() throws RefusedException {
        BsonBinary uuid = new BsonBinary(UUID.randomUUID());
        Row row = row(with("parentId", uuid));

        assertThat(value(row, "parent_id")).isEqualTo(uuid.asUuid());
        assertThat(Documents.toDocument(MAPPING, row).get("parentId")).isEqualTo(uuid);
        assertRefused(with("parentId", new BsonBinary(new byte[16])), RefusalReason.ID_TYPE, "parent_id");
        assertRefused(with("parentId", new BsonBinary(Ids.uuid(ID))), RefusalReason.ID_EMBEDDED_MARK, "parent_id");
    }
}

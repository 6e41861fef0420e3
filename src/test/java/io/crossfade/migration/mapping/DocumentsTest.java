package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.ID;
import static io.crossfade.migration.mapping.Things.MAPPING;
import static io.crossfade.migration.mapping.Things.assertRefused;
import static io.crossfade.migration.mapping.Things.assertRoundTrip;
import static io.crossfade.migration.mapping.Things.document;
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

class DocumentsTest {

    private static final Instant ID_TIME = Instant.ofEpochSecond(0x65a0f1c2L);

    @Test
    void everyColumnTakesItsValue() throws RefusedException {
        ObjectId parent = new ObjectId();
        BsonDocument document = document()
                .append("parentId", new BsonObjectId(parent))
                .append("kind", new BsonString("İstanbul"))
                .append("at", new BsonDateTime(1_700_000_000_123L))
                .append("count", new BsonInt32(-7))
                .append("total", new BsonInt64(Long.MIN_VALUE))
                .append("active", BsonBoolean.FALSE)
                .append("tags", new BsonArray(List.of(new BsonString("a"), new BsonString(""))))
                .append("data", BsonDocument.parse("{\"a\": [1, null, {\"b\": true}]}"))
                .append("more", new BsonString("field"));

        Row row = row(document);

        assertThat(row.id()).isEqualTo(Ids.uuid(ID));
        assertThat(row.values())
                .containsExactly(
                        Ids.uuid(new BsonObjectId(parent)),
                        "t",
                        "İstanbul",
                        null,
                        ID_TIME,
                        ID_TIME,
                        Instant.ofEpochMilli(1_700_000_000_123L),
                        -7,
                        null,
                        Long.MIN_VALUE,
                        false,
                        List.of("a", ""),
                        "{\"a\": [1, null, {\"b\": true}]}",
                        null);
        assertThat(row.unmapped()).isEqualTo("{\"more\": \"field\"}");
        document.append("createdAt", new BsonDateTime(ID_TIME.toEpochMilli()))
                .append("updatedAt", new BsonDateTime(ID_TIME.toEpochMilli()));
        assertThat(Documents.toDocument(MAPPING, row)).isEqualTo(document);
        assertRoundTrip(document);
    }

    @Test
    void missingAndNullBecomeTheDefault() throws RefusedException {
        BsonDocument nulls = document();
        MAPPING.columns().stream()
                .filter(column -> !column.field().equals("title"))
                .forEach(column -> nulls.append(column.field(), BsonNull.VALUE));

        assertThat(row(nulls)).isEqualTo(row(document()));
        assertThat(row(nulls).values())
                .containsExactly(
                        null, "t", "plain", null, ID_TIME, ID_TIME, null, null, null, 0L, null, null, "{}", null);
        assertRoundTrip(nulls);
    }

    @Test
    void updatedAtFollowsCreatedAt() throws RefusedException {
        Row row = row(with("createdAt", new BsonDateTime(42)));

        assertThat(value(row, "updated_at")).isEqualTo(Instant.ofEpochMilli(42));
    }

    @Test
    void timeOfAnIdBeyond2038IsRead() throws RefusedException {
        Row row = row(document().append("_id", new BsonObjectId(new ObjectId("ffffffff0000000000000000"))));

        assertThat(value(row, "created_at")).isEqualTo(Instant.ofEpochSecond(0xFFFFFFFFL));
    }

    @Test
    void uuidHasNoTimeToTakeCreatedAtFrom() throws RefusedException {
        BsonDocument document = document().append("_id", new BsonBinary(UUID.randomUUID()));

        assertRefused(document, RefusalReason.REQUIRED, "updated_at");
        assertThat(value(row(document.append("createdAt", new BsonDateTime(1))), "updated_at"))
                .isEqualTo(Instant.ofEpochMilli(1));
    }

    @Test
    void requiredWithoutDefaultIsRefused() {
        assertRefused(new BsonDocument("_id", ID), RefusalReason.REQUIRED, "title");
        assertRefused(document().append("title", BsonNull.VALUE), RefusalReason.REQUIRED, "title");
    }

    @Test
    void idIsNeeded() {
        assertRefused(new BsonDocument("title", new BsonString("t")), RefusalReason.ID_MISSING, "id");
        assertRefused(document().append("_id", new BsonString("SECRET")), RefusalReason.ID_TYPE, "id");
        assertRefused(document().append("_id", BsonNull.VALUE), RefusalReason.ID_TYPE, "id");
    }

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

    @Test
    void fieldsThatNoColumnTakesAreKept() throws RefusedException {
        BsonDocument document = document()
                .append("_class", new BsonString("io.old.Thing"))
                .append("parent_id", new BsonInt32(1))
                .append("id", new BsonInt64(1L << 40))
                .append("unmapped", new BsonDouble(1.5))
                .append("_ID", BsonNull.VALUE)
                .append("", new BsonString("empty"))
                .append("a.b", new BsonDocument("c.d", new BsonDateTime(7)))
                .append("Title", new BsonArray(List.of(new BsonUndefined())));

        Row row = row(document);
        BsonDocument back = Documents.toDocument(MAPPING, row);

        document.remove("_id");
        document.remove("title");
        assertThat(back).containsAllEntriesOf(document);
        assertRoundTrip(back);
    }

    @Test
    void rowsToStringTellsNoValue() throws RefusedException {
        assertThat(row(with("secret", new BsonString("SECRET"))).toString()).isEqualTo("Row[65a0f1c2aabbccddeeff0011]");
    }
}

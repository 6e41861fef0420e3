package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static io.crossfade.migration.mapping.Things.assertRefused;
import static io.crossfade.migration.mapping.Things.assertRoundTrip;
import static io.crossfade.migration.mapping.Things.row;
import static io.crossfade.migration.mapping.Things.value;
import static io.crossfade.migration.mapping.Things.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedJsonTest {

    /** Values that come back as they were, type and all. */
    static Stream<BsonValue> exact() {
        return Stream.of(
                new BsonInt32(0),
                new BsonInt32(Integer.MIN_VALUE),
                new BsonInt64(Long.MAX_VALUE),
                new BsonInt64(Long.MIN_VALUE),
                new BsonInt64((1L << 53) + 1),
                new BsonDouble(0.1),
                new BsonDouble(1),
                new BsonDouble(0),
                new BsonDouble(-0.0),
                new BsonDouble(3241201784.0),
                new BsonDouble(1e7),
                new BsonDouble(-1e15),
                new BsonDouble(0x1p53),
                new BsonDouble(0x1p53 + 2),
                new BsonDouble(0x1p60),
                new BsonDouble(0x1p62),
                new BsonDouble(1234567890123456768.0),
                new BsonDouble(Math.nextDown(0x1p63)),
                new BsonDouble(1e20),
                new BsonDouble(1e23),
                new BsonDouble(0x1p63),
                new BsonDouble(-0x1p63),
                new BsonDouble(Double.MAX_VALUE),
                new BsonDouble(Double.MIN_VALUE),
                new BsonDouble(-Double.MIN_NORMAL),
                new BsonDouble(Double.NaN),
                new BsonDouble(Double.POSITIVE_INFINITY),
                new BsonDouble(Double.NEGATIVE_INFINITY),
                decimal("1.10"),
                decimal("9.999999999999999999999999999999999E+6144"),
                decimal("-1E-6176"),
                decimal("-0"),
                decimal("NaN"),
                new BsonDecimal128(Decimal128.NEGATIVE_INFINITY),
                new BsonDecimal128(Decimal128.POSITIVE_INFINITY),
                new BsonString(""),
                new BsonString("\"\\/\b\f\n\r\t\u0001\u007f\u2028ﬀİı😀 \\u0000 \\N"),
                new BsonBinary(new byte[] {0, -1, 127}),
                new BsonBinary(new byte[0]),
                new BsonBinary(UUID.fromString("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")),
                new BsonBinary(BsonBinarySubType.UUID_LEGACY, new byte[16]),
                new BsonBinary(BsonBinarySubType.OLD_BINARY, new byte[] {1}),
                new BsonBinary(BsonBinarySubType.MD5, new byte[] {1}),
                new BsonBinary((byte) 0x85, new byte[] {1, 2}),
                new BsonUndefined(),
                new BsonObjectId(new ObjectId("ffffffffffffffffffffffff")),
                BsonBoolean.TRUE,
                new BsonDateTime(0),
                new BsonDateTime(-1),
                new BsonDateTime(1_700_000_000_123L),
                new BsonDateTime(1_700_000_000_120L),
                new BsonDateTime(253402300799999L),
                new BsonDateTime(253402300800000L),
                new BsonDateTime(Long.MAX_VALUE),
                new BsonDateTime(Long.MIN_VALUE),
                new BsonRegularExpression("a/\"\\d", "im"),
                new BsonRegularExpression(""),
                new BsonDbPointer("db.c", new ObjectId("0123456789abcdef01234567")),
                new BsonJavaScript("return \"x\";"),
                new BsonSymbol("symbol"),
                new BsonJavaScriptWithScope("f", new BsonDocument("x", new BsonDateTime(1))),
                new BsonJavaScriptWithScope("f", new BsonDocument()),
                new BsonTimestamp(0xFFFFFFFF, 0xFFFFFFFE),
                new BsonMinKey(),
                new BsonMaxKey(),
                new BsonArray(),
                new BsonDocument(),
                new BsonDocument("", new BsonInt32(1)),
                new BsonDocument("a.b", new BsonInt32(1)).append("a$b", BsonNull.VALUE),
                new BsonDocument("$", new BsonInt32(1)).append("$set", new BsonString("x")),
                new BsonDocument("$ref", new BsonString("c")).append("$id", new BsonObjectId(new ObjectId())),
                new BsonDocument("a", new BsonDocument("$unknown", new BsonDouble(1e300))));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void comesBackAsItWas(BsonValue value) throws RefusedException {
        BsonArray nested = new BsonArray(List.of(value, new BsonDocument("k", value), BsonNull.VALUE));
        BsonDocument document = with("data", value).append("extra", nested).append("other", nested);

        BsonDocument back = Documents.toDocument(MAPPING, row(document));

        assertThat(back.get("data")).isEqualTo(value);
        assertThat(back.get("extra")).isEqualTo(nested);
        assertThat(back.get("other")).isEqualTo(nested);
        assertRoundTrip(document);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"5 | 5", "-9223372036854775808 | -9223372036854775808", "1 | 1"})
    void longsAreBareNumbers(long value, String json) throws RefusedException {
        assertThat(value(row(with("data", new BsonInt64(value))), "data")).isEqualTo(json);
        assertRoundTrip(with("data", new BsonInt64(value)));
    }

    @Test
    void typesThatJsonLacksAreWrapped() throws RefusedException {
        assertThat(json(new BsonDouble(Double.NaN))).isEqualTo("{\"$numberDouble\": \"NaN\"}");
        assertThat(json(new BsonDouble(-0.0))).isEqualTo("{\"$numberDouble\": \"-0.0\"}");
        assertThat(json(decimal("1E+6144"))).startsWith("{\"$numberDecimal\": \"1");
        assertThat(json(new BsonDateTime(1))).isEqualTo("{\"$date\": \"1970-01-01T00:00:00.001Z\"}");
        assertThat(json(new BsonDateTime(-1))).isEqualTo("{\"$date\": {\"$numberLong\": \"-1\"}}");
        assertThat(json(Things.ID)).isEqualTo("{\"$oid\": \"65a0f1c2aabbccddeeff0011\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$oid\": \"0123456789abcdef01234567\"}",
                "{\"$oid\": 5}",
                "{\"$numberDouble\": \"NaN\"}",
                "{\"$date\": \"2020-01-01T00:00:00Z\"}",
                "{\"$uuid\": \"6f9619ff-8b86-4d01-b42d-00cf4fc964ff\"}",
                "{\"$minKey\": 1}",
                "{\"$undefined\": true}",
                "{\"$symbol\": \"SECRET\"}",
                "{\"$code\": \"SECRET\"}"
            })
    void documentThatReadsAsAnotherTypeIsRefused(String keysAndValues) {
        BsonDocument document = new BsonDocument();
        for (String part : List.of(keysAndValues)) {
            String key = part.substring(2, part.indexOf('"', 2));
            String text = part.substring(part.indexOf(": ") + 2, part.length() - 1);
            document.append(key, BsonDocument.parse("{\"v\": " + text + "}").get("v"));
        }
        assertRefused(with("data", document), RefusalReason.AMBIGUOUS_JSON, "data");
        assertRefused(with("other", new BsonArray(List.of(document))), RefusalReason.AMBIGUOUS_JSON, "unmapped");
    }

    @Test
    void topLevelFieldThatBeginsWithADollarIsRefused() {
        for (String field : List.of("$", "$meta", "$set", "$ref", "$oid")) {
            assertRefused(with(field, new BsonString("SECRET")), RefusalReason.DOLLAR_FIELD, "unmapped");
            assertRefused(with(field, BsonNull.VALUE), RefusalReason.DOLLAR_FIELD, "unmapped");
        }
    }

    @Test
    void topLevelFieldWithADotIsTaken() throws RefusedException {
        assertRoundTrip(
                with("a.b", new BsonDouble(1)).append(".", BsonNull.VALUE).append("a.$b", new BsonInt32(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "count", "total"})
    void decimalOfTooManyDigitsIsRefused(String field) {
        BsonDecimal128 outOfForm =
                new BsonDecimal128(Decimal128.fromIEEE754BIDEncoding(0x3041_ed09_bead_87c0L, 0x378d_8e64_0000_0000L));

        assertThat(outOfForm.getValue()).hasToString("10000000000000000000000000000000000");
        assertRefused(with(field, outOfForm), RefusalReason.NUMBER_NOT_REPRESENTABLE, field);
    }

    @Test
    void keysAreTextToo() {
        for (String field : List.of("data", "other")) {
            String column = field.equals("data") ? "data" : "unmapped";
            assertRefused(with(field, new BsonDocument("a\0", BsonNull.VALUE)), RefusalReason.NUL_CHARACTER, column);
            assertRefused(
                    with(field, new BsonDocument("\uDC00", BsonNull.VALUE)), RefusalReason.INVALID_UNICODE, column);
        }
        assertRefused(with("oth\0er", BsonNull.VALUE), RefusalReason.NUL_CHARACTER, "unmapped");
    }

    @Test
    void textInsideEveryTypeIsChecked() {
        for (BsonValue value : List.of(
                new BsonSymbol("\0"),
                new BsonJavaScript("\0"),
                new BsonJavaScriptWithScope("\0", new BsonDocument()),
                new BsonJavaScriptWithScope("f", new BsonDocument("x", new BsonString("\0"))),
                new BsonRegularExpression("\0"),
                new BsonDbPointer("\0", new ObjectId()))) {
            assertRefused(with("data", value), RefusalReason.NUL_CHARACTER, "data");
        }
    }

    @Test
    void mongosOwnNestingIsTakenAndNoDeeper() throws RefusedException {
        assertRoundTrip(with("data", nested(199)));
        assertRoundTrip(with("other", nested(199)));
        assertRefused(with("data", nested(200)), RefusalReason.TOO_DEEP, "data");
        assertRefused(with("other", nested(200)), RefusalReason.TOO_DEEP, "unmapped");
        assertRefused(with("data", nested(5_000)), RefusalReason.TOO_DEEP, "data");
    }

    static BsonDocument nested(int levels) {
        BsonDocument document = new BsonDocument("leaf", new BsonDateTime(-7));
        for (int i = 1; i < levels; i++) {
            document = new BsonDocument("d", document);
        }
        return document;
    }

    private static String json(BsonValue value) throws RefusedException {
        return (String) value(row(with("data", value)), "data");
    }

    private static BsonDecimal128 decimal(String text) {
        return new BsonDecimal128(Decimal128.parse(text));
    }
}

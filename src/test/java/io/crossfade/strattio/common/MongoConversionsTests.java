package io.crossfade.strattio.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Documents;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value reads alike from a document and from the row that the document becomes. */
class MongoConversionsTests {

    private static final UnitMapping THINGS =
            UnitMapping.of("things").column(Column.json("data")).build();

    static Stream<BsonValue> values() {
        BsonArray numbers = new BsonArray(Stream.of(
                        1234567890123456768.0,
                        -0x1p62,
                        0x1p63,
                        -0x1p63,
                        1e23,
                        1e300,
                        1e7,
                        5.0,
                        0.0,
                        -0.0,
                        0.1,
                        4.9e-324)
                .map(BsonDouble::new)
                .toList());
        return Stream.of(
                numbers,
                new BsonDocument("n", numbers),
                new BsonJavaScriptWithScope("f()", new BsonDocument("n", numbers)),
                new BsonDbPointer("a.b", new ObjectId()),
                new BsonDouble(Double.NaN),
                new BsonDouble(Double.NEGATIVE_INFINITY),
                new BsonInt64(Long.MIN_VALUE),
                new BsonDecimal128(Decimal128.parse("1.10")),
                new BsonDateTime(-1),
                new BsonDateTime(1_700_000_000_120L),
                new BsonObjectId(new ObjectId()),
                new BsonBinary((byte) 0x85, new byte[] {1, 2}),
                new BsonRegularExpression("a/\"", "im"),
                new BsonJavaScript("f()"),
                new BsonSymbol("s"),
                new BsonTimestamp(-1, -2),
                new BsonUndefined(),
                new BsonMinKey(),
                new BsonMaxKey(),
                new BsonArray(List.of(new BsonString("İ\u2028"))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsAlikeFromBothStores(BsonValue value) throws Exception {
        BsonDocument document = new BsonDocument("_id", new BsonObjectId(new ObjectId())).append("data", value);
        String row = (String) Documents.toRow(THINGS, document).values().getFirst();

        Document read = MongoConversions.CODECS
                .get(Document.class)
                .decode(
                        new BsonDocumentReader(document),
                        DecoderContext.builder().build());
        assertThat(MongoConversions.json(read.get("data"))).isEqualTo(Json.parse(row));
    }
}

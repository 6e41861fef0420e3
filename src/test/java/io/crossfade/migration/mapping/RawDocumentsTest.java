package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.assertRefused;
import static io.crossfade.migration.mapping.Things.row;
import static io.crossfade.migration.mapping.Things.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only the bytes of a document show. */
class RawDocumentsTest {

    @ParameterizedTest
    @MethodSource("io.crossfade.migration.mapping.ExtendedJsonTest#exact")
    void bytesBecomeTheSameRow(BsonValue value) throws RefusedException {
        BsonDocument document = with("data", value).append("other", new BsonArray(List.of(value, value)));

        assertThat(row(raw(document))).isEqualTo(row(document));
    }

    @Test
    void keyThatStandsTwiceIsRefused() {
        refused(writer -> {
            writer.writeString("x", "SECRET");
            writer.writeString("x", "SECRET");
        });
        refused(writer -> {
            writer.writeString("title", "SECRET");
            writer.writeString("x", "SECRET");
        });
        refused(writer -> {
            writer.writeStartArray("data");
            writer.writeStartDocument();
            writer.writeInt32("a", 1);
            writer.writeInt32("b", 1);
            writer.writeInt32("a", 1);
            writer.writeEndDocument();
            writer.writeEndArray();
        });
        refused(writer -> {
            writer.writeJavaScriptWithScope("other", "f");
            writer.writeStartDocument();
            writer.writeNull("a");
            writer.writeNull("a");
            writer.writeEndDocument();
        });
    }

    @Test
    void sameKeyOnTwoLevelsIsNoDuplicate() throws RefusedException {
        BsonDocument document = with(
                "a",
                new BsonDocument(
                        "a",
                        new BsonDocument(
                                "a",
                                new BsonArray(List.of(
                                        new BsonDocument("a", new BsonString("1")),
                                        new BsonDocument("a", new BsonString("2")))))));

        assertThat(row(raw(document))).isEqualTo(row(document));
    }

    @Test
    void duplicateInsideARawValueOfADecodedDocumentIsFound() {
        RawBsonDocument inner = write(writer -> {
            writer.writeNull("a");
            writer.writeNull("a");
        });

        assertRefused(with("data", inner), RefusalReason.DUPLICATE_KEY, null);
        assertRefused(with("other", new BsonArray(List.of(inner))), RefusalReason.DUPLICATE_KEY, null);
    }

    @Test
    void bytesThatAreNoUnicodeAreRefused() throws RefusedException {
        for (BsonDocument document : List.of(
                with("data", new BsonString("a~~~b")),
                with("~~~", new BsonString("b")),
                with("data", new BsonDocument("~~~", new BsonString("b"))),
                with("data", new BsonRegularExpression("~~~")),
                with("data", new BsonJavaScriptWithScope("~~~", new BsonDocument())))) {
            assertRefused(replaced(document, "7e7e7e", "eda080"), RefusalReason.INVALID_UNICODE, null);
            assertRefused(replaced(document, "7e7e7e", "41ff41"), RefusalReason.INVALID_UNICODE, null);
            assertThat(row(replaced(document, "7e7e7e", "efbfbd")))
                    .as("a replacement character of its own")
                    .isNotNull();
        }
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = bytes(raw(with("data", BsonDocument.parse("{\"a\": [1, {\"b\": \"text\"}]}"))));
        Random random = new Random(99);
        int malformed = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = bytes.clone();
            damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
            try {
                row(new RawBsonDocument(damaged));
            } catch (RefusedException e) {
                malformed += e.reason() == RefusalReason.MALFORMED ? 1 : 0;
            }
        }
        assertThat(malformed).isPositive();
    }

    @Test
    void nestingThatWouldExhaustTheStackIsRefused() {
        int levels = 500_000;
        byte[] bytes = new byte[levels * 8];
        for (int level = 0; level < levels - 1; level++) {
            int length = bytes.length - level * 8;
            int start = level * 7;
            for (int i = 0; i < 4; i++) {
                bytes[start + i] = (byte) (length >>> 8 * i);
            }
            bytes[start + 4] = 3;
            bytes[start + 5] = 'd';
        }
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> row(new RawBsonDocument(bytes)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RefusalReason.TOO_DEEP));
    }

    private static void refused(Consumer<BsonBinaryWriter> fields) {
        RawBsonDocument raw = write(writer -> {
            writer.writeObjectId("_id", Things.ID.getValue());
            writer.writeString("title", "t");
            fields.accept(writer);
        });
        assertRefused(raw, RefusalReason.DUPLICATE_KEY, null);
    }

    private static RawBsonDocument write(Consumer<BsonBinaryWriter> fields) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            writer.writeStartDocument();
            fields.accept(writer);
            writer.writeEndDocument();
        }
        return new RawBsonDocument(buffer.toByteArray());
    }

    private static RawBsonDocument replaced(BsonDocument document, String from, String to) {
        HexFormat hex = HexFormat.of();
        String bytes = hex.formatHex(bytes(raw(document)));
        assertThat(bytes).contains(from);
        return new RawBsonDocument(hex.parseHex(bytes.replace(from, to)));
    }

    private static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }

    private static byte[] bytes(RawBsonDocument raw) {
        return Arrays.copyOfRange(
                raw.getBackingArray(), raw.getByteOffset(), raw.getByteOffset() + raw.getByteLength());
    }
}

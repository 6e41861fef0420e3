package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static io.crossfade.migration.mapping.Things.row;
import static io.crossfade.migration.mapping.Things.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.DoubleStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every number comes back from PostgreSQL as it was, type and all, whichever way it was written there. */
class NumbersThroughPostgresTest {

    private static final int DOUBLES = 20_000;
    private static final int IN_A_DOCUMENT = 500;

    private final Random random = new Random(20_261_130);
    private ThingsTable table;

    @BeforeEach
    void connect() throws Exception {
        table = new ThingsTable();
    }

    @AfterEach
    void disconnect() throws Exception {
        table.close();
    }

    @Test
    void wholeDoublesThatALongCouldHold() throws Exception {
        assertComeBack(random.doubles(DOUBLES, 0x1p53, 0x1p63).map(value -> random.nextBoolean() ? value : -value));
    }

    @Test
    void doublesOfAllMagnitudes() throws Exception {
        assertComeBack(random.longs(DOUBLES).mapToDouble(Double::longBitsToDouble));
        assertComeBack(DoubleStream.iterate(Double.MIN_VALUE, Double::isFinite, value -> value * 1.9)
                .flatMap(value -> DoubleStream.of(value, -value, Math.rint(value), -Math.rint(value))));
        assertComeBack(DoubleStream.iterate(1, value -> value < 1e60, value -> value * 10)
                .flatMap(value -> DoubleStream.of(Math.nextDown(value), value, Math.nextUp(value))));
    }

    @Test
    void everyOtherTypeComesBackThroughPostgresToo() throws Exception {
        List<BsonDocument> documents = ExtendedJsonTest.exact()
                .map(value -> with("data", value)
                        .append("other", new BsonArray(List.of(value, value)))
                        .append("_id", new BsonObjectId(new ObjectId())))
                .toList();

        assertComeBack(documents);
    }

    /** One number more or less, or the same as a long, is another row: to the comparison, and to a writer that finds it there. */
    @Test
    void noOtherNumberIsTakenForIt() throws Exception {
        double[] values = random.doubles(2_000, 0x1p53, 0x1p63).toArray();
        for (double value : values) {
            Row row = row(with("data", new BsonDouble(value)));
            assertThat(differing(row, new BsonDouble(Math.nextUp(value)))).isTrue();
            assertThat(differing(row, new BsonDouble(Math.nextDown(value)))).isTrue();
            assertThat(differing(row, new BsonInt64((long) value))).isTrue();
            assertThat(differing(row, new BsonDouble(value))).isFalse();
        }
        for (BsonValue value : List.of(
                new BsonInt64(7), new BsonDouble(7), new BsonInt64(7), new BsonDouble(0), new BsonDouble(-0.0))) {
            Row row = row(with("data", value).append("other", value));
            table.rows.upsert(table.connection, List.of(row));
            assertThat(table.read(row).values()).contains(row.values().get(12));
            table.assertEqual(row);
        }
    }

    private static boolean differing(Row row, BsonValue other) throws RefusedException {
        return !Comparison.differences(MAPPING, row, row(with("data", other))).isEmpty();
    }

    private void assertComeBack(DoubleStream values) throws Exception {
        List<BsonDocument> documents = new ArrayList<>();
        List<BsonDouble> doubles = values.mapToObj(BsonDouble::new).toList();
        for (int from = 0; from < doubles.size(); from += IN_A_DOCUMENT) {
            List<BsonDouble> some = doubles.subList(from, Math.min(doubles.size(), from + IN_A_DOCUMENT));
            documents.add(with("data", new BsonArray(some))
                    .append("other", new BsonDocument("some", new BsonArray(some)))
                    .append("_id", new BsonObjectId(new ObjectId())));
        }
        assertComeBack(documents);
    }

    private void assertComeBack(List<BsonDocument> documents) throws Exception {
        Map<UUID, Row> rows = new LinkedHashMap<>();
        for (BsonDocument document : documents) {
            Row row = row(document);
            rows.put(row.id(), row);
        }
        table.execute("TRUNCATE things");
        table.rows.upsert(table.connection, rows.values());
        assertHolds(rows, documents);
        table.execute("TRUNCATE things");
        table.copy(binary(documents));
        assertHolds(rows, documents);
        table.assertStored(List.copyOf(rows.values()));
    }

    private void assertHolds(Map<UUID, Row> rows, List<BsonDocument> documents) throws Exception {
        Map<UUID, Row> stored = table.rows.select(table.connection, rows.keySet());
        for (BsonDocument document : documents) {
            UUID id = Ids.uuid(document.get("_id"));
            assertThat(Comparison.differences(MAPPING, rows.get(id), stored.get(id)))
                    .isEmpty();
            BsonDocument back = Documents.toDocument(MAPPING, stored.get(id));
            assertThat(back.get("data")).isEqualTo(document.get("data"));
            assertThat(back.get("other")).isEqualTo(document.get("other"));
        }
    }

    private static CopyBuffer binary(List<BsonDocument> documents) throws RefusedException {
        BinaryRows rows = new BinaryRows(MAPPING);
        CopyBuffer buffer = new CopyBuffer(1 << 16);
        buffer.header();
        for (BsonDocument document : documents) {
            RawBsonDocument raw = new RawBsonDocument(document, new BsonDocumentCodec());
            rows.append(raw.getBackingArray(), raw.getByteOffset(), raw.getByteLength(), buffer);
        }
        buffer.trailer();
        return buffer;
    }
}

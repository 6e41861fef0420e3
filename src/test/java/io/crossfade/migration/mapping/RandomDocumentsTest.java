package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;

/** Any document becomes a row or is refused; and whatever becomes a row comes back, through PostgreSQL too. */
class RandomDocumentsTest {

    private static final int DOCUMENTS = 2_000;

    private final RandomDocuments random = new RandomDocuments(20_260_114);
    private final Map<UUID, BsonDocument> documents = new LinkedHashMap<>();
    private final Map<UUID, Row> accepted = new LinkedHashMap<>();
    private final Map<RefusalReason, Integer> refused = new EnumMap<>(RefusalReason.class);

    @Test
    void nothingIsLostAnywhere() throws Exception {
        for (int i = 0; i < DOCUMENTS; i++) {
            map(random.next());
        }
        assertThat(accepted).hasSizeBetween(DOCUMENTS / 4, DOCUMENTS * 9 / 10);
        assertThat(refused)
                .containsKeys(
                        RefusalReason.WRONG_TYPE,
                        RefusalReason.REQUIRED,
                        RefusalReason.NUL_CHARACTER,
                        RefusalReason.INVALID_UNICODE,
                        RefusalReason.TOO_LONG,
                        RefusalReason.DATE_OUT_OF_RANGE,
                        RefusalReason.FIELD_CONFLICT,
                        RefusalReason.AMBIGUOUS_JSON);
        for (Map.Entry<UUID, Row> entry : accepted.entrySet()) {
            BsonDocument back = Documents.toDocument(MAPPING, entry.getValue());
            assertThat(Comparison.differences(MAPPING, entry.getValue(), Documents.toRow(MAPPING, back)))
                    .isEmpty();
            assertNothingLost(documents.get(entry.getKey()), back);
        }
        try (ThingsTable table = new ThingsTable()) {
            table.execute("ALTER TABLE things DROP CONSTRAINT things_secret_key");
            table.rows.upsert(table.connection, accepted.values());
            assertEqualIn(table);
        }
    }

    private void map(BsonDocument document) throws RefusedException {
        try {
            Row row = Documents.toRow(MAPPING, document);
            accepted.put(row.id(), row);
            documents.put(row.id(), document);
            assertThat(Documents.toRow(MAPPING, new RawBsonDocument(document, new BsonDocumentCodec())))
                    .isEqualTo(row);
        } catch (RefusedException e) {
            refused.merge(e.reason(), 1, Integer::sum);
            assertThat(accepted).doesNotContainKey(Ids.uuid(document.get("_id")));
        }
    }

    private void assertEqualIn(ThingsTable table) throws Exception {
        Map<UUID, Row> read = table.rows.select(table.connection, accepted.keySet());
        assertThat(read).hasSameSizeAs(accepted);
        for (Row row : accepted.values()) {
            Row stored = read.get(row.id());
            assertThat(Comparison.differences(MAPPING, row, stored)).isEmpty();
            BsonDocument back = Documents.toDocument(MAPPING, stored);
            assertNothingLost(documents.get(row.id()), back);
            assertThat(Comparison.differences(MAPPING, stored, Documents.toRow(MAPPING, back)))
                    .isEmpty();
        }
    }

    private static void assertNothingLost(BsonDocument before, BsonDocument after) {
        List<String> lost = new ArrayList<>();
        BsonDocument rest = after.clone();
        underPresentNames(before).forEach((key, value) -> {
            BsonValue back = rest.remove(key);
            boolean mapped =
                    MAPPING.columns().stream().anyMatch(column -> column.field().equals(key));
            if (!(mapped && value.isNull()) && (back == null || !same(value, back))) {
                lost.add(key);
            }
        });
        assertThat(lost)
                .as(() -> "lost or changed in " + before + ", now " + after)
                .isEmpty();
        assertThat(MAPPING.columns().stream().map(Column::field).toList()).containsAll(rest.keySet());
    }

    private static BsonDocument underPresentNames(BsonDocument document) {
        BsonDocument present = new BsonDocument();
        document.forEach((key, value) -> {
            String name = MAPPING.formerNames().getOrDefault(key, key);
            if (!value.isNull() || !present.containsKey(name)) {
                present.append(name, value);
            }
        });
        return present;
    }

    private static boolean same(BsonValue one, BsonValue other) {
        if (one.isNumber() && other.isNumber()) {
            return number(one).equals(number(other));
        }
        if (one.isDocument() && other.isDocument()) {
            BsonDocument expected = one.asDocument();
            BsonDocument actual = other.asDocument();
            return expected.keySet().equals(actual.keySet())
                    && expected.keySet().stream().allMatch(key -> same(expected.get(key), actual.get(key)));
        }
        if (one.isArray() && other.isArray()) {
            boolean same = one.asArray().size() == other.asArray().size();
            for (int i = 0; same && i < one.asArray().size(); i++) {
                same = same(one.asArray().get(i), other.asArray().get(i));
            }
            return same;
        }
        if (one.isJavaScriptWithScope() && other.isJavaScriptWithScope()) {
            return one.asJavaScriptWithScope()
                            .getCode()
                            .equals(other.asJavaScriptWithScope().getCode())
                    && same(
                            one.asJavaScriptWithScope().getScope(),
                            other.asJavaScriptWithScope().getScope());
        }
        return one.equals(other) || one instanceof BsonNull && other instanceof BsonNull;
    }

    private static Object number(BsonValue value) {
        if (value.isDouble() && !Double.isFinite(value.asDouble().getValue())) {
            return value.asDouble().getValue();
        }
        if (value.isDecimal128() && !value.asDecimal128().getValue().isFinite()) {
            return value.asDecimal128().getValue().toString();
        }
        if (value.isDecimal128() && value.asDecimal128().getValue().isNegative()) {
            Decimal128 opposite =
                    Decimal128.parse(value.asDecimal128().getValue().toString().substring(1));
            return ((BigDecimal) number(new BsonDecimal128(opposite))).negate();
        }
        BigDecimal exact =
                switch (value.getBsonType()) {
                    case INT32 -> BigDecimal.valueOf(value.asInt32().getValue());
                    case INT64 -> BigDecimal.valueOf(value.asInt64().getValue());
                    case DOUBLE -> new BigDecimal(value.asDouble().getValue());
                    default -> value.asDecimal128().getValue().bigDecimalValue();
                };
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }
}

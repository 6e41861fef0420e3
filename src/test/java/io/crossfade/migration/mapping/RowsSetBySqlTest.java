package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the table holds becomes a document that becomes the same row, or is refused with a reason. */
class RowsSetBySqlTest {

    private static final String INSERT = "INSERT INTO things (id, title, updated_at, created_at, data, extra, unmapped)"
            + " VALUES (gen_random_uuid(), 't', now(), now(), ?::jsonb, ?::jsonb, ?::jsonb)";

    private final Map<RefusalReason, Integer> refused = new EnumMap<>(RefusalReason.class);
    private int kept;
    private ThingsTable table;

    @BeforeEach
    void connect() throws SQLException {
        table = new ThingsTable();
    }

    @AfterEach
    void disconnect() throws SQLException {
        table.close();
    }

    @Test
    void anyJson() throws Exception {
        RandomRows random = new RandomRows(20_261_130);
        try (PreparedStatement insert = table.connection.prepareStatement(INSERT)) {
            for (int i = 0; i < 9_000; i++) {
                int column = i % 3;
                insert.setString(1, column == 0 ? random.json() : "{}");
                insert.setString(2, column == 1 ? random.json() : null);
                insert.setString(3, column == 2 ? random.anyOf(List.of(random.json(), random.object())) : null);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        assertKeptOrRefused();
        assertThat(kept).isGreaterThan(1_500);
        assertThat(refused)
                .containsKeys(
                        RefusalReason.AMBIGUOUS_JSON,
                        RefusalReason.NUMBER_NOT_REPRESENTABLE,
                        RefusalReason.NOT_KEPT,
                        RefusalReason.WRONG_TYPE,
                        RefusalReason.FIELD_CONFLICT,
                        RefusalReason.DOLLAR_FIELD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data = 'null' | not-kept | data | null is the column's default",
                "total = NULL | not-kept | total | null is the column's default",
                "data = '{\"a\": 1e7000}' | number-not-representable | data | exactly",
                "data = '[{\"$numberDecimal\": \"1e7000\"}]' | ambiguous-json | data | reserved",
                "unmapped = '{\"a\": 1e7000}' | number-not-representable | unmapped | exactly",
                "unmapped = '{\"$meta\": 1}' | dollar-field | unmapped | begins with $",
                "unmapped = 'null' | wrong-type | unmapped | no JSON object",
                "at = 'infinity' | date-out-of-range | at | (infinity)",
                "at = '-infinity' | date-out-of-range | at | (-infinity)",
                "tags = '{a,NULL}' | element-type | tags | null",
                "tags = '{{a},{b}}' | element-type | tags | arrays"
            })
    void isRefusedWithItsReason(String change, String reason, String column, String detail) throws Exception {
        table.execute(
                "INSERT INTO things (id, title, updated_at, created_at) VALUES (gen_random_uuid(), 't', now(), now())");
        table.execute("UPDATE things SET " + change);
        assertThat(refusal())
                .returns(RefusalReason.ofCode(reason), RefusedException::reason)
                .returns(column, RefusedException::column)
                .hasMessageContaining(detail)
                .hasMessageNotContaining("finer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "extra = 'null'",
                "unmapped = '{}'",
                "unmapped = '{\"a.b\": 1.0, \"\": null}'",
                "at = '4714-11-24 00:00:00+00 BC'",
                "at = '294276-12-31 23:59:59.999+00'",
                "tags = '[7:8]={a,b}'",
                "data = '[1.0, 1, 1234567890123456768.0, 100000000000000000000000, {\"$numberDouble\": \"-0.0\"}]'"
            })
    void isKept(String change) throws Exception {
        table.execute(
                "INSERT INTO things (id, title, updated_at, created_at) VALUES (gen_random_uuid(), 't', now(), now())");
        table.execute("UPDATE things SET " + change);
        assertKeptOrRefused();
        assertThat(kept).isEqualTo(1);
    }

    /** What an earlier version wrote of a double: an int or a long stays one, and what no long can be is still the double. */
    @Test
    void rowsOfEarlierVersionsAreReadAsTheyStand() throws Exception {
        table.execute(
                "INSERT INTO things (id, title, updated_at, created_at, data) VALUES"
                        + " (gen_random_uuid(), 't', now(), now(), '[1.0E7, 1.23456789012345677E18, 9.223372036854776E18, 1.0E23, 0.1]')");
        assertThat(document(only()).get("data").asArray().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")))
                .isEqualTo(
                        "BsonInt32{value=10000000}, BsonInt64{value=1234567890123456770}, BsonDouble{value=9.223372036854776E18},"
                                + " BsonDouble{value=1.0E23}, BsonDouble{value=0.1}");
        assertKeptOrRefused();
        assertThat(kept).isEqualTo(1);
    }

    private RefusedException refusal() throws SQLException {
        try {
            throw new AssertionError("Not refused: " + document(only()));
        } catch (RefusedException refusal) {
            return refusal;
        }
    }

    private Row only() throws SQLException {
        return rows().findFirst().orElseThrow();
    }

    private Stream<Row> rows() throws SQLException {
        Stream.Builder<Row> rows = Stream.builder();
        try (Statement statement = table.connection.createStatement();
                ResultSet results = statement.executeQuery(table.rows.selectSql())) {
            while (results.next()) {
                rows.add(table.rows.read(results));
            }
        }
        return rows.build();
    }

    private void assertKeptOrRefused() throws Exception {
        CopyBuffer buffer = new CopyBuffer(1 << 16);
        BinaryRows binary = new BinaryRows(MAPPING);
        for (Row row : rows().toList()) {
            BsonDocument document;
            try {
                document = document(row);
            } catch (RefusedException refusal) {
                refused.merge(refusal.reason(), 1, Integer::sum);
                continue;
            }
            RawBsonDocument raw = new RawBsonDocument(document, new BsonDocumentCodec());
            assertThat(Comparison.differences(MAPPING, row, Documents.toRow(MAPPING, raw)))
                    .as(() -> row.values() + ", " + row.unmapped() + " became " + document)
                    .isEmpty();
            binary.append(raw.getBackingArray(), raw.getByteOffset(), raw.getByteLength(), buffer);
            kept++;
        }
    }

    private static BsonDocument document(Row row) throws RefusedException {
        try {
            return Documents.toDocument(MAPPING, row);
        } catch (RuntimeException | AssertionError fault) {
            throw new AssertionError("Neither kept nor refused: " + row.values() + ", " + row.unmapped(), fault);
        }
    }
}

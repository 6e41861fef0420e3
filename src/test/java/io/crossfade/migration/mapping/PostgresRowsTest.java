package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static io.crossfade.migration.mapping.Things.document;
import static io.crossfade.migration.mapping.Things.row;
import static io.crossfade.migration.mapping.Things.value;
import static io.crossfade.migration.mapping.Things.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresRowsTest {

    private static final List<String> AWKWARD = List.of(
            "",
            "\\",
            "\\N",
            "\\.",
            "NULL",
            "null",
            "\t",
            "\n",
            "\r\n",
            "a\\tb",
            "\"",
            "'",
            "{a,b}",
            "a,b",
            " ",
            "\b\f\u000b",
            "\u0001",
            "\u0085",
            "\u2028",
            "İıŞ",
            "😀",
            "\uFFFF",
            "\\x41",
            "\\101",
            "--",
            "$$");

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
    void namesColumnsInOrder() {
        assertThat(table.rows.columnList())
                .startsWith("\"id\", \"parent_id\", \"title\"")
                .endsWith("\"extra\", \"unmapped\"");
        assertThat(table.rows.selectSql()).isEqualTo("SELECT " + table.rows.columnList() + " FROM \"things\"");
    }

    @Test
    void writesAndReadsEveryType() throws Exception {
        table.assertStored(List.of(row(full())));
        table.assertStored(List.of(row(document())));
    }

    @Test
    void awkwardTextsSurvive() throws Exception {
        List<Row> awkward = new ArrayList<>();
        for (String text : AWKWARD) {
            BsonString value = new BsonString(text);
            awkward.add(row(with("title", value)
                    .append("_id", new BsonObjectId(new ObjectId()))
                    .append("tags", new BsonArray(List.of(value, new BsonString("x"), value)))
                    .append("data", new BsonDocument(text, value))
                    .append("other", value)));
        }
        table.assertStored(awkward);
        for (Row row :
                table.rows.select(table.connection, ThingsTable.ids(awkward)).values()) {
            assertThat(table.query("SELECT count(*) FROM things WHERE id = '" + row.id()
                            + "' AND title = tags[1] AND title = tags[3] AND tags[2] = 'x' AND data ->> title = title"
                            + " AND unmapped ->> 'other' = title"))
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Pacific/Chatham", "Africa/Monrovia", "Asia/Kathmandu", "Etc/GMT+12", "Etc/GMT-14"})
    void timesSurviveInEveryTimeZone(String zone) throws Exception {
        table.execute("SET timezone = '" + zone + "'");
        List<Row> times = new ArrayList<>();
        for (long millis : new long[] {
            -210866803200000L,
            -210866000000000L,
            -62167219200001L,
            -62135596800001L,
            -62135596800000L,
            -1L,
            0L,
            1L,
            -2_000_000_000_123L,
            1_700_000_000_999L,
            253402300799999L,
            253402300800000L,
            9224318015999999L
        }) {
            times.add(row(with("at", new BsonDateTime(millis)).append("_id", new BsonObjectId(new ObjectId()))));
        }
        table.assertStored(times);
    }

    @Test
    void postgresOwnInfinitiesAreReadAndWritten() throws Exception {
        Row row = row(document());
        table.rows.upsert(table.connection, List.of(row));
        table.execute("UPDATE things SET at = 'infinity', updated_at = '-infinity'");

        Row read = table.read(row);

        assertThat(value(read, "at")).isEqualTo(OffsetDateTime.MAX.toInstant());
        assertThat(value(read, "updated_at")).isEqualTo(OffsetDateTime.MIN.toInstant());
        table.assertStored(List.of(read));
        assertThat(table.query("SELECT at::text || updated_at::text FROM things"))
                .isEqualTo("infinity-infinity");
    }

    @Test
    void arraysThatNoDocumentHasAreReadAsTheyAre() throws Exception {
        Row row = row(document());
        table.rows.upsert(table.connection, List.of(row));
        table.execute("UPDATE things SET tags = ARRAY[NULL, 'NULL']");
        Row read = table.read(row);
        assertThat(value(read, "tags")).isEqualTo(Arrays.asList(null, "NULL"));
        table.assertStored(List.of(read));

        table.execute("UPDATE things SET tags = ARRAY[ARRAY['a'], ARRAY['b']]");
        read = table.read(row);
        assertThat(value(read, "tags")).isEqualTo(List.of(List.of("a"), List.of("b")));
    }

    @Test
    void jsonbKeepsNumbersByValue() throws Exception {
        Row row = row(with(
                "data",
                new BsonArray(List.of(
                        new BsonDouble(1),
                        new BsonDouble(100),
                        new BsonDouble(1e300),
                        new BsonDouble(-0.0),
                        new BsonDouble(Double.MIN_VALUE),
                        new BsonDouble(Double.MAX_VALUE),
                        new BsonInt64(Long.MAX_VALUE),
                        new BsonDouble(Double.NaN)))));
        table.assertStored(List.of(row));

        Row read = table.read(row);
        Row again = row(Documents.toDocument(MAPPING, read));
        assertThat(Comparison.differences(MAPPING, row, again)).isEmpty();
    }

    @Test
    void overwritesEveryColumn() throws Exception {
        table.rows.upsert(table.connection, List.of(row(full())));
        Row plain = row(document());
        table.rows.upsert(table.connection, List.of(plain));
        table.assertEqual(plain);
        table.rows.upsert(table.connection, List.of(row(full())));
        table.assertEqual(row(full()));
    }

    @Test
    void equalRowIsNotWritten() throws Exception {
        table.execute("CREATE TABLE writes (n INT)");
        table.execute(
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO writes VALUES (1);"
                        + " RETURN NULL; END $$");
        table.rows.upsert(
                table.connection,
                List.of(row(full()), row(document().append("_id", new BsonObjectId(new ObjectId())))));
        table.execute("CREATE TRIGGER note AFTER UPDATE ON things FOR EACH ROW EXECUTE FUNCTION note()");

        table.rows.upsert(table.connection, List.of(row(full())));
        assertThat(table.query("SELECT count(*) FROM writes")).isEqualTo("0");

        table.rows.upsert(table.connection, List.of(row(full().append("extra", new BsonInt32(1)))));
        table.rows.upsert(
                table.connection,
                List.of(row(full().append("extra", new BsonInt32(1)).append("z", new BsonInt32(1)))));
        assertThat(table.query("SELECT count(*) FROM writes")).isEqualTo("2");
    }

    @Test
    void deletesAndSelectsOnlyWhatIsThere() throws Exception {
        Row row = row(document());
        UUID none = UUID.randomUUID();
        table.rows.upsert(table.connection, List.of(row));

        assertThat(table.rows.select(table.connection, List.of(none, row.id()))).containsOnlyKeys(row.id());
        assertThat(table.rows.select(table.connection, List.of())).isEmpty();
        assertThat(table.rows.delete(table.connection, List.of(none))).isZero();
        assertThat(table.rows.delete(table.connection, List.of(none, row.id()))).isOne();
        assertThat(table.rows.select(table.connection, List.of(row.id()))).isEmpty();
        table.rows.upsert(table.connection, List.of());
    }

    @Test
    void writesMoreThanOneBatch() throws Exception {
        List<Row> many = new ArrayList<>();
        for (int i = 0; i < 1_201; i++) {
            many.add(row(
                    document().append("_id", new BsonObjectId(new ObjectId())).append("count", new BsonInt32(i))));
        }
        table.rows.upsert(table.connection, many);

        assertThat(table.query("SELECT sum(count) FROM things")).isEqualTo(String.valueOf(1_200 * 1_201 / 2));
    }

    @Test
    void failureNamesTheConstraintAndNoValue() throws Exception {
        table.rows.upsert(table.connection, List.of(row(with("secret", new BsonString("SECRET")))));
        Row second = row(with("secret", new BsonString("SECRET")).append("_id", new BsonObjectId(new ObjectId())));

        assertThatExceptionOfType(RedactedSqlException.class)
                .isThrownBy(() -> table.rows.upsert(table.connection, List.of(second)))
                .satisfies(e -> {
                    assertThat(e.getSQLState()).isEqualTo("23505");
                    assertThat(e.constraint()).isEqualTo("things_secret_key");
                    assertThat(e.table()).isEqualTo("things");
                    StringWriter printed = new StringWriter();
                    e.printStackTrace(new PrintWriter(printed));
                    assertThat(printed.toString()).contains("things_secret_key").doesNotContain("SECRET");
                });
    }

    private static BsonDocument full() {
        return BsonDocument.parse("""
                {"_id": {"$oid": "65a0f1c2aabbccddeeff0011"}, "parentId": {"$oid": "000000000000000000000001"},
                 "title": "title", "kind": "İstanbul", "secret": "SECRET", "updatedAt": {"$date": "2024-02-29T23:59:59.999Z"},
                 "createdAt": {"$date": "1969-12-31T23:59:59.999Z"}, "at": {"$date": "2020-01-01T00:00:00Z"},
                 "count": -2147483648, "score": 100, "total": 9223372036854775807, "active": true, "tags": ["a", "b"],
                 "data": {"b": 1, "a": {"c": [1.0, null]}}, "extra": [], "_class": "io.old.Thing", "a": {"$undefined": true}}""");
    }
}

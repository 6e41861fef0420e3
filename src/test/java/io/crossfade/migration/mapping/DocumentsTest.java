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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonUndefined;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

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

    @Test
    void aFieldIsReadUnderAnyOfItsNamesAndWrittenUnderThePresentOne() throws RefusedException {
        for (BsonDocument document : List.of(
                with("points", new BsonInt32(7)),
                with("marks", new BsonInt32(7)).append("score", BsonNull.VALUE),
                with("score", new BsonInt32(7)).append("points", BsonNull.VALUE),
                with("score", new BsonInt32(7)).append("points", new BsonInt32(7)))) {
            Row row = row(document);

            assertThat(value(row, "score")).isEqualTo(7);
            assertThat(row.unmapped()).isNull();
            assertThat(Documents.toDocument(MAPPING, row)).containsEntry("score", new BsonInt32(7));
            assertThat(Documents.toDocument(MAPPING, row)).doesNotContainKeys("points", "marks");
            assertRoundTrip(document);
        }
    }

    @Test
    void namesOfOneFieldThatHoldDifferentValuesAreRefused() {
        assertRefused(
                with("secret", new BsonString("SECRET")).append("hidden", new BsonString("SECRET2")),
                RefusalReason.FIELD_CONFLICT,
                "secret");
        assertRefused(
                with("points", new BsonInt32(1)).append("marks", new BsonInt32(2)),
                RefusalReason.FIELD_CONFLICT,
                "score");
    }

    @Test
    void anUnmappedFieldThatBearsAFormerNameIsRefused() throws RefusedException {
        Row row = row(document());
        Row changed = new Row(row.id(), row.values(), "{\"points\": 1}");

        assertThat(catchThrowableOfType(RefusedException.class, () -> Documents.toDocument(MAPPING, changed))
                        .reason())
                .isEqualTo(RefusalReason.FIELD_CONFLICT);
    }

    @Test
    void whatDocumentsAreFoundByHasOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(UnitMapping.of("things")
                        .column(Column.reference("parent_id", "parents").formerly("parentId"))::build)
                .withMessageContaining("'parent_id'");
        assertThatIllegalArgumentException()
                .isThrownBy(UnitMapping.of("things")
                        .column(Column.text("code", 9).formerly("key"))
                        .unique("code")::build)
                .withMessageContaining("'code'");
        assertThatIllegalArgumentException()
                .isThrownBy(UnitMapping.of("things")
                        .column(Column.text("code", 9).formerly("key"))
                        .column(Column.text("key", 9))::build)
                .withMessageContaining("key");
    }

    @Test
    void noColumnTakesAFieldThatCouldNotComeBack() {
        UnitMapping.Builder mapping =
                UnitMapping.of("things").column(Column.text("a", 0).inField("$a"));

        assertThatIllegalArgumentException().isThrownBy(mapping::build).withMessageContaining("'$a'");
    }
}

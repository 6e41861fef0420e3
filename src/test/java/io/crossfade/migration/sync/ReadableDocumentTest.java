package io.crossfade.migration.sync;

import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.UnitMapping;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;

class ReadableDocumentTest {

    private static final UnitMapping MAPPING = UnitMapping.of("users")
            .column(text("email", 40))
            .column(text("password_hash", 40).inField("hash").formerly("pw").asSecret())
            .column(json("settings"))
            .build();

    @Test
    void showsAllButSecrets() {
        BsonDocument document = new BsonDocument("_id", new BsonString("k"))
                .append("hash", new BsonString("SECRET"))
                .append("pw", new BsonString("SECRET"))
                .append("legacy", new BsonInt64(42));
        assertThat(ReadableDocument.of(MAPPING, document, null))
                .doesNotContain("SECRET", "42")
                .contains(
                        "\"hash\": \"(secret)\"", "\"pw\": \"(secret)\"", "\"_id\": \"k\"", "\"legacy\": \"(unmapped");
        assertThat(ReadableDocument.of(MAPPING, document, "legacy")).contains("\"$numberLong\": \"42\"");
    }

    @Test
    void showsNoSecretEvenIfItIsAskedForByName() {
        assertThatThrownBy(() -> ReadableDocument.of(MAPPING, raw(), "hash"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("SECRET");
        assertThatThrownBy(() -> ReadableDocument.of(MAPPING, raw(), "nowhere"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Red if a secret is seen because it is not what it should be, or a key that stands twice is seen once. */
    @Test
    void hidesASecretOfAnyTypeAndShowsEachKeyAsOftenAsItStands() {
        String shown = ReadableDocument.of(MAPPING, raw(), null);
        assertThat(shown).doesNotContain("SECRET");
        assertThat(shown.split("\\(secret\\)", -1)).hasSize(3);
        assertThat(shown.split("\"twice\"", -1)).hasSize(3);
        assertThat(shown.split("\"inner\"", -1)).hasSize(3);
    }

    private static RawBsonDocument raw() {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            writer.writeStartDocument();
            writer.writeInt32("twice", 1);
            writer.writeStartDocument("hash");
            writer.writeString("nested", "SECRET");
            writer.writeEndDocument();
            writer.writeStartDocument("settings");
            writer.writeInt32("inner", 1);
            writer.writeInt32("inner", 2);
            writer.writeEndDocument();
            writer.writeString("hash", "SECRET");
            writer.writeInt32("twice", 2);
            writer.writeEndDocument();
            return new RawBsonDocument(buffer.toByteArray());
        }
    }
}

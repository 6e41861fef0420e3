package io.crossfade.strattio.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.ReplaceOptions;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was seen is written only while it is stored. */
class MongoDocumentsTests {

    private static final UnitMapping MAPPING =
            UnitMapping.of("packs").column(Column.json("data")).build();

    private final EmbeddedMongo mongo = EmbeddedMongo.start();
    private final MongoClient client = MongoClients.create(mongo.connectionString());
    private final MongoStore store = MongoStoreFixture.on(client);
    private final MongoDocuments documents = new MongoDocuments(store, MAPPING);
    private final Id id = Id.next();

    @AfterEach
    void close() {
        client.close();
        mongo.close();
    }

    private static Object value(String json) {
        return Document.parse("{\"v\": " + json + "}").get("v");
    }

    private void store(Object value) {
        store.template()
                .getCollection("packs")
                .replaceOne(
                        new Document("_id", new ObjectId(id.text())),
                        new Document("data", value),
                        new ReplaceOptions().upsert(true));
    }

    /** Red if an array that contains what was seen is taken for it, or the driver makes a reference of what looks like one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1} | [{"a": 1}]
            []       | [[]]
            null     | [null]
            [1]      | [[1]]
            {"$id": 1, "$ref": "c"}         | {"$id": 2, "$ref": "c"}
            {"$ref": "c", "$id": 1, "x": 2} | {"$ref": "c", "$id": 1, "x": 3}
            """)
    void isWrittenOnlyWhileItIsStored(String seenJson, String otherJson) {
        store(value(seenJson));
        BsonDocument seen = documents.find(id).orElseThrow();

        store(value(otherJson));
        assertThat(documents.change(id, seen, Map.of("data", Json.parse("{\"lost\": true}"))))
                .isEmpty();
        assertThat(documents.delete(id, seen)).isFalse();

        store(value(seenJson));
        assertThat(documents.change(id, seen, Map.of("data", Json.parse("{\"b\": 2}"))))
                .hasValueSatisfying(changed -> assertThat(changed.get("data")).isEqualTo(value("{\"b\": 2}")));
        assertThat(documents.delete(id, documents.find(id).orElseThrow())).isTrue();
    }
}

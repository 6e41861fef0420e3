package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.OperationType;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeStreamTest {

    private static EmbeddedMongo mongo;
    private static MongoClient client;
    private MongoCollection<Document> plans;

    @BeforeAll
    static void start() {
        mongo = EmbeddedMongo.start();
        client = MongoClients.create(mongo.connectionString());
    }

    @AfterAll
    static void stop() {
        client.close();
        mongo.close();
    }

    @BeforeEach
    void emptyCollection() {
        plans = client.getDatabase("strattio").getCollection("plans");
        plans.drop();
    }

    @Test
    void tellsInsertUpdateReplaceAndDeleteInTheirOrder() {
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                plans.watch().fullDocument(FullDocument.UPDATE_LOOKUP).cursor()) {
            plans.insertOne(new Document("_id", 1).append("name", "a"));
            plans.updateOne(new Document("_id", 1), Updates.combine(Updates.set("n", 1), Updates.unset("name")));
            plans.replaceOne(new Document("_id", 1), new Document("m", 2));
            plans.deleteOne(new Document("_id", 1));

            ChangeStreamDocument<Document> insert = stream.next();
            assertThat(insert.getOperationType()).isEqualTo(OperationType.INSERT);
            assertThat(insert.getDocumentKey()).isEqualTo(BsonDocument.parse("{_id: 1}"));
            assertThat(insert.getFullDocument()).isEqualTo(new Document("_id", 1).append("name", "a"));
            assertThat(insert.getNamespace().getFullName()).isEqualTo("strattio.plans");

            ChangeStreamDocument<Document> update = stream.next();
            assertThat(update.getOperationType()).isEqualTo(OperationType.UPDATE);
            assertThat(update.getDocumentKey()).isEqualTo(BsonDocument.parse("{_id: 1}"));
            assertThat(update.getUpdateDescription().getUpdatedFields()).isEqualTo(BsonDocument.parse("{n: 1}"));
            assertThat(update.getUpdateDescription().getRemovedFields()).containsExactly("name");

            ChangeStreamDocument<Document> replace = stream.next();
            assertThat(replace.getOperationType()).isEqualTo(OperationType.REPLACE);
            assertThat(replace.getFullDocument()).isEqualTo(new Document("_id", 1).append("m", 2));

            ChangeStreamDocument<Document> delete = stream.next();
            assertThat(delete.getOperationType()).isEqualTo(OperationType.DELETE);
            assertThat(delete.getDocumentKey()).isEqualTo(BsonDocument.parse("{_id: 1}"));
            assertThat(delete.getFullDocument()).isNull();
        }
    }
}

package io.crossfade.embedded.mongo;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh server for each test, and the driver as the product uses it. */
abstract class EmbeddedMongoSuite {

    EmbeddedMongo mongo;
    MongoClient client;
    MongoDatabase database;
    MongoCollection<Document> plans;

    @BeforeEach
    void startServer() {
        mongo = server();
        client = MongoClients.create(mongo.connectionString());
        database = client.getDatabase("strattio");
        plans = database.getCollection("plans");
    }

    @AfterEach
    void stopServer() {
        client.close();
        mongo.close();
    }

    EmbeddedMongo server() {
        return EmbeddedMongo.start();
    }

    static Document json(String json) {
        return Document.parse(json);
    }

    static BsonDocument bson(String json) {
        return BsonDocument.parse(json);
    }

    /** The events that the stream holds now; it does not wait for more. */
    static List<BsonDocument> eventsOf(MongoCursor<BsonDocument> stream) {
        List<BsonDocument> events = new ArrayList<>();
        for (BsonDocument event = stream.tryNext(); event != null; event = stream.tryNext()) {
            events.add(event);
        }
        return events;
    }

    /** Events as they come over the wire; the server answers at once when there are none. */
    static MongoCursor<BsonDocument> raw(ChangeStreamIterable<Document> stream) {
        return patient(stream.maxAwaitTime(1, TimeUnit.MILLISECONDS));
    }

    static MongoCursor<BsonDocument> patient(ChangeStreamIterable<Document> stream) {
        return stream.withDocumentClass(BsonDocument.class).cursor();
    }

    static MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor(ChangeStreamIterable<Document> stream) {
        return stream.cursor();
    }

    static List<String> told(List<BsonDocument> events) {
        return events.stream()
                .map(event -> event.getString("operationType").getValue()
                        + (event.containsKey("documentKey") ? " " + idOf(event) : ""))
                .toList();
    }

    static Object idOf(BsonDocument event) {
        BsonValue id = event.getDocument("documentKey").get("_id");
        return id instanceof BsonInt32 number ? number.getValue() : id;
    }
}

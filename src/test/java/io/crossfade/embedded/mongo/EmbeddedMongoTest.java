package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.connection.ServerType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedMongoTest {

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
    void isAnnouncedAsThePrimaryOfAReplicaSet() {
        client.getDatabase("admin").runCommand(new Document("ping", 1));

        assertThat(client.getClusterDescription().getServerDescriptions())
                .singleElement()
                .satisfies(server -> {
                    assertThat(server.getType()).isEqualTo(ServerType.REPLICA_SET_PRIMARY);
                    assertThat(server.getLogicalSessionTimeoutMinutes()).isEqualTo(30);
                });
    }

    @Test
    void writesAndReadsDocuments() {
        plans.insertOne(new Document("_id", 1).append("name", "İstanbul 🚀").append("n", 1));

        assertThat(plans.updateOne(new Document("_id", 1), Updates.inc("n", 2)).getModifiedCount())
                .isEqualTo(1);
        assertThat(plans.find(new Document("_id", 1)).first())
                .isEqualTo(new Document("_id", 1).append("name", "İstanbul 🚀").append("n", 3));
        assertThat(plans.deleteOne(new Document("_id", 1)).getDeletedCount()).isEqualTo(1);
        assertThat(plans.countDocuments()).isZero();
    }

    @Test
    void refusesASecondDocumentWithTheSameUniqueKey() {
        plans.createIndex(Indexes.ascending("planId", "orderIndex"), new IndexOptions().unique(true));
        plans.insertOne(new Document("_id", 1).append("planId", "p").append("orderIndex", 0));

        assertThatThrownBy(() -> plans.insertOne(
                        new Document("_id", 2).append("planId", "p").append("orderIndex", 0L)))
                .isInstanceOfSatisfying(MongoWriteException.class, failure -> {
                    assertThat(failure.getError().getCode()).isEqualTo(11000);
                    assertThat(failure.getError().getMessage())
                            .startsWith("E11000 duplicate key error collection: strattio.plans"
                                    + " index: planId_1_orderIndex_1 dup key: ");
                });
        assertThat(plans.countDocuments()).isEqualTo(1);

        Document reply = client.getDatabase("strattio").runCommand(Document.parse("""
                {insert: "plans", documents: [{_id: 3, planId: "p", orderIndex: 0}]}"""));
        assertThat(reply.getInteger("n")).isZero();
        assertThat(reply.getList("writeErrors", Document.class)).singleElement().satisfies(error -> {
            assertThat(error).containsEntry("index", 0).containsEntry("code", 11000);
            assertThat(error.get("keyPattern")).isEqualTo(Document.parse("{planId: 1, orderIndex: 1}"));
            assertThat(error.get("keyValue")).isEqualTo(Document.parse("{planId: 'p', orderIndex: 0}"));
        });
    }

    @Test
    void keepsNamesWithDotsAndDollarsInUpdates() {
        Document document = Document.parse("""
                {_id: 1, "a.b": 1, n: 1, nested: {"$set": [{"$x": 2, "c.d": 3}]}}""");
        plans.insertOne(document);

        document.append("e.f", 4).get("nested", Document.class).append("$y", 5);
        assertThat(plans.replaceOne(new Document("_id", 1), document).getModifiedCount())
                .isEqualTo(1);
        assertThat(plans.find().first()).isEqualTo(document);
        assertThat(plans.replaceOne(new Document("_id", 1), document).getModifiedCount())
                .isZero();

        document.append("n", 2);
        assertThat(plans.findOneAndReplace(
                        new Document("_id", 1),
                        document,
                        new FindOneAndReplaceOptions().returnDocument(ReturnDocument.AFTER)))
                .isEqualTo(document);

        Document flat = new Document("_id", 1).append("a.b", 1).append("n", 3);
        plans.replaceOne(new Document("_id", 1), flat);
        plans.updateOne(new Document("_id", 1), Updates.inc("n", 1));
        assertThat(plans.find().first()).isEqualTo(flat.append("n", 4));
        assertThat(plans.findOneAndUpdate(
                        new Document("_id", 1),
                        Updates.set("a.b", 5),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .isEqualTo(flat.append("a", new Document("b", 5)));

        document.append("_id", 2);
        plans.replaceOne(new Document("_id", 2), document, new ReplaceOptions().upsert(true));
        assertThat(plans.find(new Document("_id", 2)).first()).isEqualTo(document);
    }

    @Test
    void upsertsAndReturnsTheNewDocument() {
        Document made = plans.findOneAndUpdate(
                new Document("_id", "x"),
                Updates.set("n", 1),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));

        assertThat(made).isEqualTo(new Document("_id", "x").append("n", 1));
        assertThat(plans.updateOne(new Document("_id", "y"), Updates.set("n", 1), new UpdateOptions().upsert(true))
                        .getUpsertedId()
                        .asString()
                        .getValue())
                .isEqualTo("y");
    }

    @Test
    void acceptsSessionsAndConcerns() {
        MongoCollection<Document> careful =
                plans.withWriteConcern(WriteConcern.MAJORITY).withReadConcern(ReadConcern.LINEARIZABLE);
        careful.insertOne(new Document("_id", 1));
        assertThat(careful.find(new Document("_id", 1)).first()).isNotNull();

        try (ClientSession session = client.startSession()) {
            plans.insertOne(session, new Document("_id", 2));
            assertThat(session.getOperationTime()).isNotNull();
            assertThat(plans.withReadConcern(ReadConcern.MAJORITY)
                            .find(session, new Document("_id", 2))
                            .first())
                    .isNotNull();
        }
    }

    @Test
    void refusesTransactionsLoudly() {
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            assertThatThrownBy(() -> plans.insertOne(session, new Document("_id", 1)))
                    .isInstanceOfSatisfying(MongoCommandException.class, failure -> {
                        assertThat(failure.getErrorCode()).isEqualTo(20);
                        assertThat(failure.getErrorMessage()).contains("Transactions are not supported");
                    });
        }
        assertThat(plans.countDocuments()).isZero();
    }

    @Test
    void comesBackOnceAClientGivesItsPortBack() throws Exception {
        try (EmbeddedMongo unused = EmbeddedMongo.start()) {
            unused.stop();
            CompletableFuture<Void> restart;
            try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    Socket taking = new Socket()) {
                taking.setReuseAddress(false);
                taking.setSoLinger(true, 0);
                taking.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), unused.port()));
                taking.connect(elsewhere.getLocalSocketAddress());
                restart = CompletableFuture.runAsync(unused::restart);
                assertThatThrownBy(() -> restart.get(200, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
            }

            assertThat(restart).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void comesBackOnTheSamePortWithItsData() {
        plans.insertOne(new Document("_id", 1));
        mongo.stop();
        mongo.restart();

        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> assertThat(
                        plans.find().first())
                .isEqualTo(new Document("_id", 1)));
    }

    @Test
    void carriesOutUnacknowledgedWrites() {
        plans.withWriteConcern(WriteConcern.UNACKNOWLEDGED).insertOne(new Document("_id", 1));
        Awaitility.await()
                .untilAsserted(() -> assertThat(plans.countDocuments()).isEqualTo(1));
    }

    @Test
    void givesLargeResultsInBatchesThatFitAMessage() {
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 40; i++) {
            plans.insertOne(new Document("_id", i).append("content", megabyte));
        }

        int seen = 0;
        for (Document plan : plans.find()) {
            assertThat(plan.getInteger("_id")).isEqualTo(seen++);
            assertThat(plan.getString("content")).hasSize(1 << 20);
        }
        assertThat(seen).isEqualTo(40);
    }

    @Test
    void keepsIndexesPerCollection() {
        MongoCollection<Document> users = client.getDatabase("strattio").getCollection("users");
        plans.createIndex(Indexes.ascending("name"));
        users.createIndex(Indexes.ascending("name"));
        plans.dropIndexes();

        assertThat(plans.listIndexes().map(index -> index.getString("name"))).containsExactly("_id_");
        assertThat(users.listIndexes().map(index -> index.getString("name"))).containsExactly("_id_", "name_1");
        assertThatThrownBy(() -> users.createIndex(Indexes.ascending("name"), new IndexOptions().name("other")))
                .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                        .isEqualTo(85));
        users.drop();
    }
}

package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class FaultsTest extends EmbeddedMongoSuite {

    private MongoClient withoutRetries() {
        return MongoClients.create(mongo.connectionString() + "&retryWrites=false&retryReads=false");
    }

    @Test
    void refusesTheChosenCommandsUntilItIsClosed() {
        try (Faults.Fault fault = mongo.faults().refuse(Command.writes().and(Command.on("plans")), 96, "Odd")) {
            assertThatThrownBy(() -> plans.insertOne(json("{_id: 1}")))
                    .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                            .isEqualTo(96));
            database.getCollection("users").insertOne(json("{_id: 1}"));
            assertThat(plans.countDocuments()).isZero();
            assertThat(fault.hits()).isEqualTo(1);
        }
        plans.insertOne(json("{_id: 1}"));
    }

    @Test
    void aMemberThatIsNotPrimaryIsRetriedOnceByTheDriver() {
        mongo.faults().refuse(Faults.first(1, Command.named("insert")));
        plans.insertOne(json("{_id: 1}"));
        assertThat(plans.countDocuments()).isEqualTo(1);

        mongo.faults().refuse(Command.named("insert"));
        assertThatThrownBy(() -> plans.insertOne(json("{_id: 2}"))).isInstanceOf(MongoNotPrimaryException.class);
        mongo.faults().clear();
        plans.insertOne(json("{_id: 2}"));
    }

    @Test
    void aWriteWhoseReplyWasLostTakesEffectOnceWhenTheDriverRetriesIt() {
        plans.insertOne(json("{_id: 1, n: 0}"));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            mongo.faults().dropAfter(Faults.first(1, Command.writes()));
            assertThat(plans.updateOne(json("{_id: 1}"), Updates.inc("n", 1)).getModifiedCount())
                    .isEqualTo(1);
            mongo.faults().dropAfter(Faults.first(1, Command.writes()));
            assertThat(plans.findOneAndUpdate(json("{_id: 1}"), Updates.inc("n", 1)))
                    .isEqualTo(json("{_id: 1, n: 1}"));
            mongo.faults().dropAfter(Faults.first(1, Command.writes()));
            assertThat(plans.bulkWrite(List.of(new InsertOneModel<>(json("{_id: 2}"))))
                            .getInsertedCount())
                    .isEqualTo(1);

            assertThat(eventsOf(stream)).hasSize(3);
        }
        assertThat(plans.find(json("{_id: 1}")).first()).isEqualTo(json("{_id: 1, n: 2}"));
    }

    @Test
    void aDroppedConnectionMayHaveHadTheEffectOrNot() {
        try (MongoClient once = withoutRetries()) {
            var collection = once.getDatabase("strattio").getCollection("plans");
            mongo.faults().dropBefore(Faults.first(1, Command.named("insert")));
            assertThatThrownBy(() -> collection.insertOne(json("{_id: 1}"))).isInstanceOf(MongoSocketException.class);
            assertThat(plans.countDocuments()).isZero();

            mongo.faults().dropAfter(Faults.first(1, Command.named("insert")));
            assertThatThrownBy(() -> collection.insertOne(json("{_id: 1}"))).isInstanceOf(MongoSocketException.class);
            assertThat(plans.countDocuments()).isEqualTo(1);
        }
    }

    @Test
    void aDelayEndsAtMaxTimeWithoutAnyEffect() {
        mongo.faults().delay(Command.on("plans"), Duration.ofMinutes(1));
        assertThatThrownBy(() -> plans.find().maxTime(50, TimeUnit.MILLISECONDS).first())
                .isInstanceOfSatisfying(MongoExecutionTimeoutException.class, failure -> assertThat(failure.getCode())
                        .isEqualTo(50));
        assertThatThrownBy(() ->
                        database.runCommand(json("{delete: 'plans', deletes: [{q: {}, limit: 0}], maxTimeMS: 50}")))
                .isInstanceOf(MongoExecutionTimeoutException.class);
        mongo.faults().clear();
        assertThat(plans.countDocuments()).isZero();
    }

    @Test
    void aDelayedCommandIsAbandonedWhenTheServerStops() {
        plans.insertOne(json("{_id: 1}"));
        Faults.Fault fault = mongo.faults().delay(Command.named("delete"), Duration.ofMinutes(5));
        CompletableFuture<?> deletion = CompletableFuture.runAsync(() -> {
            try (MongoClient once = withoutRetries()) {
                once.getDatabase("strattio").getCollection("plans").deleteOne(json("{_id: 1}"));
            }
        });
        Awaitility.await().until(() -> fault.hits() == 1);
        mongo.stop();
        assertThat(deletion).failsWithin(Duration.ofSeconds(20));
        mongo.faults().clear();
        mongo.restart();

        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> assertThat(
                        plans.find().first())
                .isEqualTo(new Document("_id", 1)));
    }
}

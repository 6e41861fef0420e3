package io.crossfade.embedded.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.embedded.sample.traffic.LedgerForTests;
import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoLedgerCheckTest {

    private static final UnitMapping OWNERS = UnitMapping.of("owners").build();

    private static final UnitMapping THINGS = UnitMapping.of("things")
            .column(Column.reference("owner_id", "owners").inField("ownerId"))
            .column(Column.text("name", 40))
            .column(Column.integer("count"))
            .column(Column.texts("sources"))
            .column(Column.json("data").orElse("{}"))
            .column(Column.text("secret", 40).asSecret())
            .build();

    private static final Units UNITS = new Units(List.of(OWNERS, THINGS));

    private static EmbeddedMongo mongo;
    private static MongoClient client;
    private static MongoDatabase database;

    private final ObjectId id = new ObjectId();
    private final ObjectId owner = new ObjectId();
    private final String path = "/api/things/" + id;

    @BeforeAll
    static void start() {
        mongo = EmbeddedMongo.start();
        client = MongoClients.create(mongo.connectionString());
        database = client.getDatabase("strattio");
    }

    @AfterAll
    static void stop() {
        client.close();
        mongo.close();
    }

    @Test
    void whatStandsThereAsItWasAcknowledgedIsRight() {
        insert();
        assertThat(check("""
                {"ownerId": "%s", "name": "a", "count": 2, "sources": ["x", "y"],
                 "data": {"n": 1.50, "none": null, "list": [true]}}""".formatted(owner))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ownerId | null",
                "name    | null",
                "name    | \"b\"",
                "count   | 3",
                "sources | [\"y\", \"x\"]",
                "sources | null",
                "data    | {\"n\": 1.51, \"none\": null, \"list\": [true]}",
                "data    | {\"n\": 1.5, \"none\": null, \"list\": [false]}",
                "data    | {}"
            })
    void eachFieldIsHeldAgainstTheStore(String field, String acknowledged) {
        insert();
        assertThat(check("{\"" + field + "\": " + acknowledged + "}"))
                .containsExactly(path + ": the store has other values of [" + field + "]");
    }

    @Test
    void aValueThatTheStoreHasLostIsMissed() {
        database.getCollection("things").insertOne(new Document("_id", id));
        assertThat(check("{\"name\": \"a\"}")).hasSize(1);
        assertThat(check("{\"name\": null, \"ownerId\": null, \"data\": {}}")).isEmpty();
    }

    @Test
    void whatWasDeletedMustBeGone() {
        assertThat(check("{\"name\": \"a\"}")).containsExactly(path + ": not in the store");
        insert();
        assertThat(new MongoLedgerCheck(database, UNITS).contradictions(LedgerForTests.gone(path)))
                .containsExactly(path + ": in the store, and was deleted");
    }

    private void insert() {
        database.getCollection("things")
                .insertOne(new Document("_id", id)
                        .append("ownerId", owner)
                        .append("name", "a")
                        .append("count", 2)
                        .append("sources", List.of("x", "y"))
                        .append(
                                "data",
                                new Document("n", 1.5).append("none", null).append("list", List.of(true)))
                        .append("secret", "s"));
    }

    private List<String> check(String acknowledged) {
        return new MongoLedgerCheck(database, UNITS).contradictions(LedgerForTests.of(path, acknowledged));
    }
}

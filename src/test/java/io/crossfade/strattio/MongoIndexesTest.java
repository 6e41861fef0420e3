package io.crossfade.strattio;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.UnitPhases;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What is said of an index that MongoDB does not make: which, what is there, what is wanted, what to do. */
@ExtendWith(OutputCaptureExtension.class)
class MongoIndexesTest {

    private EmbeddedMongo mongo;
    private MongoClient client;
    private MongoCollection<Document> users;
    private MongoCollection<Document> plans;

    @BeforeEach
    void start() {
        mongo = EmbeddedMongo.start();
        client = MongoClients.create(mongo.connectionString());
        users = client.getDatabase("strattio").getCollection("users");
        plans = client.getDatabase("strattio").getCollection("plans");
    }

    @AfterEach
    void stop() {
        client.close();
        mongo.close();
    }

    private void ensure() {
        new MongoIndexes(
                        new MongoTemplate(client, "strattio"),
                        new StaticListableBeanFactory().getBeanProvider(UnitPhases.class))
                .ensure();
    }

    private static List<String> names(MongoCollection<Document> collection) {
        return collection.listIndexes().map(index -> index.getString("name")).into(new java.util.ArrayList<>());
    }

    @Test
    void oneWithOtherOptionsIsNamedWithWhatItHasAndWhatIsWanted(CapturedOutput output) {
        users.createIndex(Indexes.ascending("email"), new IndexOptions().sparse(true));

        ensure();

        assertThat(output.getOut())
                .contains("'users'", "'email_1'", "{\"email\": 1}", "[sparse]", "[unique]")
                .contains("db.users.dropIndex(\"email_1\")")
                .doesNotContain("correct the documents");
        assertThat(names(users)).as("the others are made").contains("created_at_-1");
    }

    @Test
    void anotherIndexUnderTheNameIsNamedToo(CapturedOutput output) {
        plans.createIndex(Indexes.descending("somethingElse"), new IndexOptions().name("status_1"));

        ensure();

        assertThat(output.getOut()).contains("'plans'", "'status_1'", "{\"somethingElse\": -1}", "{\"status\": 1}");
    }

    @Test
    void oneThatIsAsWantedUnderAnotherNameIsAsGood(CapturedOutput output) {
        users.createIndex(
                Indexes.ascending("email"), new IndexOptions().unique(true).name("by_email"));

        ensure();

        assertThat(output.getOut()).doesNotContain("by_email");
        assertThat(names(users)).containsExactlyInAnyOrder("_id_", "by_email", "created_at_-1");
    }

    @Test
    void documentsInTheWayAreToBeCorrected(CapturedOutput output) {
        users.insertOne(new Document("_id", 1).append("email", "somebody@example.com"));
        users.insertOne(new Document("_id", 2).append("email", "somebody@example.com"));

        ensure();

        assertThat(output.getOut())
                .contains("'users'", "[email]", "code 11000", "correct the documents")
                .doesNotContain("somebody@example.com");
    }
}

package io.crossfade.strattio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.crossfade.embedded.sample.traffic.JsonValues;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.embedded.tour.Operator;
import io.crossfade.testing.WholeProgram;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * Documents as the guide shows them, put in by another client: the API reads them in every phase, and they go there and back as they
 * were. With {@code -Dguide.documents=20000} as many as the guide's trial has.
 */
@WholeProgram
@TestPropertySource(properties = "spring.application.name=guide")
@DirtiesContext
class GuidesDocumentsTests {

    private static final int DOCUMENTS = Integer.getInteger("guide.documents", 300);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Each phase reads every seventh, another one than the phase before. */
    private static final int READ_EACH = 7;

    private final GuidesDocuments documents = GuidesDocuments.of(DOCUMENTS / GuidesDocuments.EACH_USER);
    private final List<String> paths = new ArrayList<>();
    private final List<JsonNode> first = new ArrayList<>();
    private int phases;

    @Autowired
    private MongoConnectionDetails connection;

    @LocalServerPort
    private int port;

    private ServiceClient service;
    private Operator operator;

    @BeforeEach
    void signIn() {
        URI address = URI.create("http://localhost:" + port);
        service = new ServiceClient(address, "app", "app", Duration.ofSeconds(30));
        operator = new Operator(new ServiceClient(address, "admin", "admin", Duration.ofSeconds(30)), "guide");
    }

    @AfterEach
    void signOut() {
        service.close();
    }

    @Test
    void areReadInEveryPhaseAndMovedThereAndBack() throws Exception {
        assertThat(documents.size()).isGreaterThanOrEqualTo(DOCUMENTS);
        try (MongoClient other = MongoClients.create(connection.getConnectionString())) {
            MongoDatabase database =
                    other.getDatabase(connection.getConnectionString().getDatabase());
            documents.byCollection().forEach((collection, all) -> database.getCollection(collection)
                    .insertMany(all));
            areReadAsTheyAre();
            go("DUAL_WRITE", null);
            go("BACKFILL", null);
            go("SHADOW_READ", null);
            verify();
            go("READ_SWITCH", 100);
            go("POSTGRES", null);
            verify();
            go("MONGO_REMOVED", null);
            go("POSTGRES", null);
            go("READ_SWITCH", null);
            go("SHADOW_READ", null);
            go("BACKFILL", null);
            go("DUAL_WRITE", null);
            verify();
            go("MONGO", null);
            documents.byCollection().forEach((collection, all) -> assertThat(
                            database.getCollection(collection).find())
                    .containsExactlyInAnyOrderElementsOf(all));
        }
    }

    private void areReadAsTheyAre() {
        documents
                .byCollection()
                .forEach((collection, all) -> all.forEach(document -> {
                    String path = path(collection, document);
                    JsonNode shown = service.get(path).body();
                    document.forEach((field, value) -> {
                        if (!field.equals("password_hash")) {
                            assertThat(JsonValues.same(shown.path(field.equals("_id") ? "id" : field), json(value)))
                                    .as("%s of %s: %s", field, path, shown)
                                    .isTrue();
                        }
                    });
                    paths.add(path);
                    first.add(shown);
                }));
    }

    private void go(String phase, Integer percent) throws Exception {
        await().atMost(LIMIT).until(() -> operator.gatesAgainst(phase, percent), List::isEmpty);
        await().atMost(LIMIT).until(() -> operator.move(phase, percent).done());
        assertThat(operator.units()).extracting(Operator.Unit::phase).containsOnly(phase);
        for (int i = phases++ % READ_EACH; i < paths.size(); i += READ_EACH) {
            assertThat(service.get(paths.get(i)).body())
                    .as("%s in %s", paths.get(i), phase)
                    .isEqualTo(first.get(i));
        }
    }

    private void verify() throws Exception {
        Map<String, Long> runs = new HashMap<>();
        for (Operator.Verified unit : operator.verifications()) {
            runs.put(unit.unit(), unit.run());
            operator.startVerification(unit.unit(), false);
        }
        List<Operator.Verified> ended = await().atMost(LIMIT).until(operator::verifications, units -> units.stream()
                .noneMatch(unit -> unit.state().equals("running") || unit.run() <= runs.get(unit.unit())));
        assertThat(ended).allMatch(Operator.Verified::clean);
        assertThat(ended.stream().mapToLong(Operator.Verified::compared).sum()).isEqualTo(documents.size());
        assertThat(operator.units()).extracting(Operator.Unit::quarantined).containsOnly(0L);
    }

    private static String path(String collection, Document document) {
        return "/api/" + collection.replace('_', '-') + "/" + document.getObjectId("_id");
    }

    private static JsonNode json(Object value) {
        return switch (value) {
            case ObjectId id -> ServiceClient.JSON.valueToTree(id.toHexString());
            case Date time -> ServiceClient.JSON.valueToTree(time.toInstant().toString());
            case null -> ServiceClient.JSON.nullNode();
            default -> ServiceClient.JSON.valueToTree(value);
        };
    }
}

package io.crossfade.embedded.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

class SampleDataTest {

    private static final SampleSizes FULL = new SampleSizes(1000, 120, 10_000, 60_000, 5000, 5000);
    private static final SampleSizes SMALL = new SampleSizes(30, 4, 50, 310, 260, 20);

    @Test
    void theSameSeedMakesTheSameDocumentsInAnyOrder() {
        List<Sample> one = new SampleData(7, SMALL).samples();
        List<Sample> other = new SampleData(7, SMALL).samples();
        for (int kind = 0; kind < one.size(); kind++) {
            for (int i = one.get(kind).size() - 1; i >= 0; i--) {
                assertThat(one.get(kind).document(i)).isEqualTo(other.get(kind).document(i));
            }
        }
        assertThat(new SampleData(8, SMALL).samples().getFirst().document(0))
                .isNotEqualTo(one.getFirst().document(0));
    }

    @Test
    void idsAreUniqueAndOfBothKinds() {
        for (Sample sample : new SampleData(1, FULL).samples()) {
            Set<BsonValue> ids = new HashSet<>();
            Set<BsonType> types = new HashSet<>();
            documents(sample).forEach(document -> {
                ids.add(document.get("_id"));
                types.add(document.get("_id").getBsonType());
            });
            assertThat(ids).hasSize(sample.size());
            if (sample.size() >= 1000) {
                assertThat(types).containsExactlyInAnyOrder(BsonType.OBJECT_ID, BsonType.BINARY);
            }
        }
    }

    @Test
    void everyReferenceNamesAParentAndUniqueConstraintsHold() {
        for (SampleSizes sizes : List.of(FULL, SMALL)) {
            List<Sample> samples = new SampleData(3, sizes).samples();
            Set<BsonValue> users = values(samples.get(0), "_id");
            Set<BsonValue> organisations = values(samples.get(1), "_id");
            Set<BsonValue> plans = values(samples.get(2), "_id");
            assertThat(users.containsAll(values(samples.get(2), "user_id"))).isTrue();
            assertThat(values(samples.get(2), "organisation_id"))
                    .allMatch(id -> id.isNull() || organisations.contains(id));
            assertThat(values(samples.get(0), "email")).hasSize(sizes.users());
            for (Sample children : samples.subList(3, 6)) {
                String number = children.collection().equals("sections") ? "order_index" : "version";
                Set<String> places = new HashSet<>();
                documents(children).forEach(child -> {
                    assertThat(plans.contains(child.get("plan_id"))).isTrue();
                    BsonValue position = child.get(number);
                    int place = position == null ? 1 : position.asNumber().intValue();
                    assertThat(places.add(child.get("plan_id") + "/" + place)).isTrue();
                });
            }
        }
    }

    @Test
    void isAsIrregularAsYearsOfUseLeaveIt() {
        List<Sample> samples = new SampleData(5, FULL).samples();
        assertThat(types(samples.get(3), "order_index"))
                .containsExactlyInAnyOrder(BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128);
        assertThat(types(samples.get(2), "intake_data")).containsExactlyInAnyOrder(BsonType.DOCUMENT, BsonType.ARRAY);
        assertThat(documents(samples.get(2)).filter(document -> document.containsKey("intakeData")))
                .as("plans with the name that the field once had, alone or beside the present one")
                .anyMatch(document -> document.containsKey("intake_data"))
                .anyMatch(document -> !document.containsKey("intake_data"));
        for (Sample sample : samples) {
            assertThat(documents(sample).map(BsonDocument::keySet).distinct().count())
                    .as("shapes of %s", sample.collection())
                    .isGreaterThan(10);
            assertThat(documents(sample).anyMatch(document -> document.containsKey("_class")))
                    .isTrue();
            assertThat(documents(sample).anyMatch(document -> document.containsValue(BsonNull.VALUE)))
                    .isTrue();
        }
        for (int parents : new int[] {0, 2}) {
            assertThat(documents(samples.get(parents)).filter(document -> !document.containsKey("created_at")))
                    .isNotEmpty()
                    .allMatch(document -> document.get("_id").isObjectId());
        }
    }

    @Test
    void fillsOnlyWhatIsEmpty() {
        try (EmbeddedMongo server = EmbeddedMongo.start();
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoDatabase database = client.getDatabase("strattio");
            SampleData sample = new SampleData(1, SMALL);

            assertThat(sample.loadInto(database))
                    .isEqualTo(Map.of(
                            "users",
                            30,
                            "organisations",
                            4,
                            "plans",
                            50,
                            "sections",
                            310,
                            "research_packs",
                            260,
                            "financial_models",
                            20));
            for (Sample kind : sample.samples()) {
                assertThat(database.getCollection(kind.collection()).countDocuments())
                        .isEqualTo(kind.size());
            }
            database.getCollection("users").drop();
            assertThat(sample.loadInto(database)).isEmpty();
            assertThat(database.getCollection("users").countDocuments()).isZero();
        }
    }

    @Test
    void refusesChildrenWithoutParents() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SampleSizes(0, 1, 1, 0, 0, 0))
                .withMessageContaining("crossfade.sample.sizes");
    }

    private static Stream<BsonDocument> documents(Sample sample) {
        return IntStream.range(0, sample.size()).mapToObj(sample::document);
    }

    private static Set<BsonValue> values(Sample sample, String field) {
        Set<BsonValue> values = new HashSet<>();
        documents(sample)
                .filter(document -> document.containsKey(field))
                .forEach(document -> values.add(document.get(field)));
        return values;
    }

    private static Set<BsonType> types(Sample sample, String field) {
        Set<BsonType> types = new HashSet<>();
        values(sample, field).forEach(value -> types.add(value.getBsonType()));
        return types;
    }
}

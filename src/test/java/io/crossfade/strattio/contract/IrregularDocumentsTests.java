package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Revision;
import io.crossfade.strattio.common.UnreadableDocument;
import io.crossfade.strattio.financialmodel.FinancialModelMapping;
import io.crossfade.strattio.financialmodel.FinancialModelPatch;
import io.crossfade.strattio.plan.Plan;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.plan.PlanPatch;
import io.crossfade.strattio.plan.PlanStatus;
import io.crossfade.strattio.researchpack.ResearchPackMapping;
import io.crossfade.strattio.section.SectionMapping;
import io.crossfade.strattio.user.User;
import io.crossfade.strattio.user.UserMapping;
import io.crossfade.strattio.user.UserPatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Documents as years of releases left them: each reads like the row that it becomes. */
class IrregularDocumentsTests {

    private final Stores mongo = MongoStores.get();
    private final Stores postgres = PostgresStores.get();
    private String user = "";
    private String plan = "";

    @BeforeEach
    void parents() throws Exception {
        user = id();
        plan = id();
        put(UserMapping.MAPPING, "{_id: {$oid: '%s'}, email: '%s@x.org', password_hash: 'h'}".formatted(user, user));
        put(PlanMapping.MAPPING, plan(plan, ""));
    }

    @Test
    void whatIsMissingIsTheDefault() throws Exception {
        User found = same(stores -> stores.users().find(Id.of(user)).orElseThrow());

        assertThat(found.role().code()).isEqualTo("user");
        assertThat(found.settings()).isEqualTo(Json.emptyObject());
        assertThat(found.createdAt()).isEqualTo(new ObjectId(user).getDate().toInstant());
        assertThat(found.updatedAt()).isEqualTo(found.createdAt());
    }

    @Test
    void whatIsNullIsTheDefault() throws Exception {
        String id = id();
        put(
                PlanMapping.MAPPING,
                plan(id, ", status: null, plan_purpose: null, created_at: null, organisation_id: null"));

        assertThat(same(stores -> stores.plans().find(Id.of(id)).orElseThrow()).status())
                .isEqualTo(PlanStatus.DRAFT);
    }

    @Test
    void numbersAreWholeWhateverTheirType() throws Exception {
        String id = id();
        put(
                SectionMapping.MAPPING,
                "{_id: {$oid: '%s'}, plan_id: {$oid: '%s'}, section_type: 's', title: 't', content: '', word_count: 12.0,"
                                .formatted(id, plan)
                        + " order_index: {$numberLong: '3'}}");
        String pack = id();
        put(
                ResearchPackMapping.MAPPING,
                "{_id: {$oid: '%s'}, plan_id: {$oid: '%s'}, data: [1], quality_score: 70.0}".formatted(pack, plan));

        assertThat(same(stores -> stores.sections().find(Id.of(id)).orElseThrow())
                        .wordCount())
                .isEqualTo(12);
        assertThat(same(stores -> stores.researchPacks()
                                .findVersion(Id.of(plan), 1)
                                .orElseThrow())
                        .qualityScore())
                .isEqualTo(70);
    }

    @Test
    void valuesThatJsonLacksReadAlike() throws Exception {
        String id = modelOfValuesThatJsonLacks();

        Json data = same(stores -> stores.financialModels().find(Id.of(id)).orElseThrow())
                .data();

        assertThat(data.text())
                .contains("\"f\":5,")
                .contains("\"$numberDecimal\"")
                .contains("9007199254740993");
    }

    private String modelOfValuesThatJsonLacks() throws Exception {
        String id = id();
        put(
                FinancialModelMapping.MAPPING,
                ("{_id: {$oid: '%s'}, plan_id: {$oid: '%s'}, version: 2, data: {z: 1, a: {$date: '2020-01-02T03:04:05Z'},"
                                + " o: {$oid: '%s'}, d: {$numberDecimal: '1.10'}, n: {$numberDouble: 'NaN'}, f: 5.0,"
                                + " big: 1e300, l: {$numberLong: '9007199254740993'}, nothing: null,"
                                + " bin: {$binary: {base64: 'AQI=', subType: '00'}}}}")
                        .formatted(id, plan, id));
        return id;
    }

    @Test
    void whatIsIrregularHasOneRevisionAndIsWrittenWhereThatIsExpected() throws Exception {
        Id model = Id.of(modelOfValuesThatJsonLacks());
        String revision =
                same(stores -> Revision.of(stores.financialModels().find(model).orElseThrow()));
        FinancialModelPatch patch = new FinancialModelPatch().data(Json.emptyArray());

        for (Stores stores : List.of(mongo, postgres)) {
            assertThat(stores.financialModels()
                            .update(model, patch, new Expected(Set.of(revision)))
                            .data())
                    .isEqualTo(Json.emptyArray());
        }
    }

    @Test
    void timesOfOldCalendarsReadAlike() throws Exception {
        for (String time : List.of("0001-01-01T00:00:00.001Z", "1582-10-10T12:00:00Z", "1900-02-28T23:59:59.999Z")) {
            String id = id();
            put(
                    PlanMapping.MAPPING,
                    plan(
                            id,
                            ", completed_at: {$date: {$numberLong: '%d'}}"
                                    .formatted(Instant.parse(time).toEpochMilli())));

            assertThat(same(stores -> stores.plans().find(Id.of(id)).orElseThrow())
                            .completedAt())
                    .isEqualTo(Instant.parse(time));
        }
    }

    @Test
    void plansWithoutTheirTimeStandInTheirPlace() throws Exception {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        for (int age = 1; age <= 5; age++) {
            String old = new ObjectId((int) now.minusSeconds(age * 100L).getEpochSecond(), age).toHexString();
            put(PlanMapping.MAPPING, plan(old, ""));
            put(
                    PlanMapping.MAPPING,
                    plan(id(), ", created_at: {$date: '%s'}".formatted(now.minusSeconds(age * 100L - 50))));
            put(PlanMapping.MAPPING, plan(id(), ", created_at: {$date: '%s'}".formatted(now.minusSeconds(age * 100L))));
        }
        for (int limit : new int[] {1, 2, 3, 50}) {
            List<Plan> plans = same(stores -> Pages.all(after -> stores.plans().listOf(Id.of(user), after, limit)));

            assertThat(plans).hasSize(16).doesNotHaveDuplicates();
        }
    }

    @Test
    void aPatchKeepsWhatNobodyKnows() throws Exception {
        String id = id();
        put(PlanMapping.MAPPING, plan(id, ", legacyScore: {a: [1]}"));

        mongo.plans().update(Id.of(id), new PlanPatch().name("New"));
        postgres.plans().update(Id.of(id), new PlanPatch().name("New"));

        assertThat(collection(PlanMapping.MAPPING)
                        .find(new BsonDocument("_id", new BsonObjectId(new ObjectId(id))))
                        .first()
                        .getDocument("legacyScore")
                        .getArray("a"))
                .containsExactly(new BsonInt32(1));
        try (Connection connection = database().getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT unmapped ->> 'legacyScore' FROM plans WHERE id = '"
                                + Id.of(id).uuid() + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("{\"a\": [1]}");
        }
    }

    @Test
    void aWrongTypeIsToldWithoutItsValue() throws Exception {
        String id = id();
        collection(UserMapping.MAPPING)
                .insertOne(BsonDocument.parse(
                        "{_id: {$oid: '%s'}, email: '%s@x.org', password_hash: {secret: 'S3CRET'}}".formatted(id, id)));

        assertThatThrownBy(() -> mongo.users().find(Id.of(id)))
                .isInstanceOf(UnreadableDocument.class)
                .message()
                .contains(id, "password_hash")
                .doesNotContain("S3CRET");
        assertThatThrownBy(() -> mongo.users().update(Id.of(id), new UserPatch()))
                .isInstanceOf(UnreadableDocument.class);
        mongo.users().delete(Id.of(id));
    }

    @Test
    void aChangeThatCannotBeShownIsNotCalledUndone() {
        String id = id();
        collection(PlanMapping.MAPPING).insertOne(BsonDocument.parse(plan(id, ", error: {secret: 'S3CRET'}")));

        assertThatThrownBy(() -> mongo.plans().update(Id.of(id), new PlanPatch().name("New")))
                .isInstanceOf(UnreadableDocument.class)
                .message()
                .contains(id, "error", "may have been made")
                .doesNotContain("S3CRET");
        assertThat(mongo.plans()
                        .update(Id.of(id), new PlanPatch().error("plain"))
                        .name())
                .isEqualTo("New");
    }

    /** Whether it is there is all that its children ask. */
    @Test
    void aParentThatCannotBeReadIsOneAllTheSame() {
        Id owner = Id.of(id());
        collection(UserMapping.MAPPING)
                .insertOne(
                        BsonDocument.parse("{_id: {$oid: '%s'}, email: '%s@x.org', password_hash: 'h', role: 'emperor'}"
                                .formatted(owner, owner)));

        Id created = mongo.plans().create(Given.newPlan(owner)).id();

        assertThat(mongo.plans().find(created)).isPresent();
        mongo.users().delete(owner);
        assertThat(mongo.plans().find(created)).isEmpty();
    }

    private String plan(String id, String more) {
        return "{_id: {$oid: '%s'}, user_id: {$oid: '%s'}, name: 'P', intake_data: {a: 1}%s}".formatted(id, user, more);
    }

    /** Both stores' reading, which must be one. */
    private <T> T same(Function<Stores, T> read) {
        T ofMongo = read.apply(mongo);
        assertThat(read.apply(postgres)).isEqualTo(ofMongo);
        return ofMongo;
    }

    static void put(UnitMapping mapping, String json) throws Exception {
        BsonDocument document = BsonDocument.parse(json);
        collection(mapping).insertOne(document);
        try (Connection connection = database().getConnection()) {
            new PostgresRows(mapping).upsert(connection, List.of(Documents.toRow(mapping, document)));
        }
    }

    static MongoCollection<BsonDocument> collection(UnitMapping mapping) {
        return StoresContext.alone()
                .getBean(MongoTemplate.class)
                .getCollection(mapping.collection())
                .withDocumentClass(BsonDocument.class);
    }

    private static DataSource database() {
        return StoresContext.alone().getBean(DataSource.class);
    }

    private static String id() {
        return new ObjectId().toHexString();
    }
}

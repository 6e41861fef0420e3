package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.strattio.common.Conflict;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Taken;
import io.crossfade.strattio.financialmodel.FinancialModel;
import io.crossfade.strattio.financialmodel.FinancialModelMapping;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.researchpack.ResearchPack;
import io.crossfade.strattio.researchpack.ResearchPackMapping;
import io.crossfade.strattio.user.UserMapping;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.mongodb.core.MongoTemplate;

/** A document without a version is of version 1, as its row is, though no index of MongoDB's says so. */
@ParameterizedClass
@EnumSource(VersionlessDocumentsTests.Kind.class)
class VersionlessDocumentsTests {

    /** What a plan has in versions. */
    enum Kind {
        RESEARCH_PACKS(ResearchPackMapping.MAPPING, Taken.class) {
            @Override
            void create(Stores stores, Id id, Id plan, int version) {
                stores.researchPacks()
                        .create(ResearchPack.of(
                                id, plan, version, null, Json.emptyObject(), null, null, null, null, null));
            }

            @Override
            Page<Id> list(Stores stores, Id plan, String after, int limit) {
                return stores.researchPacks().listOf(plan, after, limit).map(ResearchPack::id);
            }
        },
        FINANCIAL_MODELS(FinancialModelMapping.MAPPING, Taken.class) {
            @Override
            void create(Stores stores, Id id, Id plan, int version) {
                stores.financialModels().create(FinancialModel.of(id, plan, version, Json.emptyObject()));
            }

            @Override
            Page<Id> list(Stores stores, Id plan, String after, int limit) {
                return stores.financialModels().listOf(plan, after, limit).map(FinancialModel::id);
            }
        };

        private final UnitMapping mapping;
        private final Class<? extends Conflict> taken;

        Kind(UnitMapping mapping, Class<? extends Conflict> taken) {
            this.mapping = mapping;
            this.taken = taken;
        }

        abstract void create(Stores stores, Id id, Id plan, int version);

        abstract Page<Id> list(Stores stores, Id plan, String after, int limit);
    }

    private final Stores mongo = MongoStores.get();
    private final Stores postgres = PostgresStores.get();

    @Parameter
    Kind kind;

    @Test
    void itTakesTheFirstVersion() throws Exception {
        Id plan = planInBoth();
        Id versionless = Id.next();
        BsonDocument document = document(versionless, plan, "");
        documents(document);
        row(kind.mapping, document);

        for (Stores stores : List.of(mongo, postgres)) {
            assertThatThrownBy(() -> kind.create(stores, Id.next(), plan, 1))
                    .isInstanceOf(kind.taken)
                    .hasNoCause();
            kind.create(stores, Id.next(), plan, 2);
            assertThat(kind.list(stores, plan, null, 5).items()).hasSize(2).endsWith(versionless);
        }
        kind.create(mongo, Id.next(), new Given(mongo).plan().id(), 1);
    }

    /** The two as another hand left them; of one of them there is no row. */
    @Test
    void aCreateThatMadeOneOfTwoMayBeRepeated() {
        Id plan = new Given(mongo).plan().id();
        Id created = Id.next();
        kind.create(mongo, created, plan, 1);
        documents(document(Id.next(), plan, ""));

        kind.create(mongo, created, plan, 1);

        assertThat(kind.list(mongo, plan, null, 5).items()).hasSize(2).contains(created);
    }

    @Test
    void noneOfTwoFirstVersionsIsSkipped() {
        for (boolean versionlessFirst : new boolean[] {false, true}) {
            Id plan = new Given(mongo).plan().id();
            Id lesser = Id.next();
            Id greater = Id.next();
            Id third = Id.next();
            Id zeroth = Id.next();
            documents(
                    document(versionlessFirst ? lesser : greater, plan, ", version: 1"),
                    document(versionlessFirst ? greater : lesser, plan, ", version: null"),
                    document(third, plan, ", version: 3"),
                    document(zeroth, plan, ", version: 0"));

            for (int limit : new int[] {1, 2, 3, 4, 10}) {
                assertThat(Pages.all(after -> kind.list(mongo, plan, after, limit)))
                        .containsExactly(third, greater, lesser, zeroth);
            }
        }
    }

    private static Id planInBoth() throws Exception {
        Id plan = new Given(MongoStores.get()).plan().id();
        Id owner = MongoStores.get().plans().find(plan).orElseThrow().userId();
        row(UserMapping.MAPPING, stored(UserMapping.MAPPING, owner));
        row(PlanMapping.MAPPING, stored(PlanMapping.MAPPING, plan));
        return plan;
    }

    private static BsonDocument stored(UnitMapping mapping, Id id) {
        return template()
                .getCollection(mapping.collection())
                .find(new Document("_id", new ObjectId(id.text())), BsonDocument.class)
                .first();
    }

    private static BsonDocument document(Id id, Id plan, String more) {
        return BsonDocument.parse("{_id: {$oid: '%s'}, plan_id: {$oid: '%s'}, data: {}%s}".formatted(id, plan, more));
    }

    private void documents(BsonDocument... documents) {
        template()
                .getCollection(kind.mapping.collection())
                .withDocumentClass(BsonDocument.class)
                .insertMany(List.of(documents));
    }

    private static void row(UnitMapping mapping, BsonDocument document) throws Exception {
        try (Connection connection =
                StoresContext.alone().getBean(DataSource.class).getConnection()) {
            new PostgresRows(mapping).upsert(connection, List.of(Documents.toRow(mapping, document)));
        }
    }

    private static MongoTemplate template() {
        return StoresContext.alone().getBean(MongoTemplate.class);
    }
}

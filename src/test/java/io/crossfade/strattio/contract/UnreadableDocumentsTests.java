package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.UnitMapping;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Unreadable;
import io.crossfade.strattio.common.UnreadableDocument;
import io.crossfade.strattio.financialmodel.FinancialModel;
import io.crossfade.strattio.financialmodel.FinancialModelMapping;
import io.crossfade.strattio.financialmodel.FinancialModelPatch;
import io.crossfade.strattio.organisation.Organisation;
import io.crossfade.strattio.organisation.OrganisationMapping;
import io.crossfade.strattio.organisation.OrganisationPatch;
import io.crossfade.strattio.plan.Plan;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.plan.PlanPatch;
import io.crossfade.strattio.researchpack.ResearchPack;
import io.crossfade.strattio.researchpack.ResearchPackMapping;
import io.crossfade.strattio.researchpack.ResearchPackPatch;
import io.crossfade.strattio.section.Section;
import io.crossfade.strattio.section.SectionMapping;
import io.crossfade.strattio.section.SectionPatch;
import io.crossfade.strattio.user.User;
import io.crossfade.strattio.user.UserMapping;
import io.crossfade.strattio.user.UserPatch;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Whichever store holds it and whatever it is: what cannot be read is named, harms nothing else, and can be mended and deleted. */
class UnreadableDocumentsTests {

    private static final String S3CRET = "S3CRET";

    /** More digits than the reader of JSON takes. */
    private static final String ENDLESS = "{\"a\": 1e7000}";

    /** @param list of a fresh parent's, or of what was created after the first */
    private record Slice<T>(
            UnitMapping mapping,
            Function<T, Id> id,
            BiFunction<String, Integer, Page<T>> list,
            Function<Id, ?> find,
            Consumer<Id> change,
            Consumer<Id> delete) {
        @Override
        public String toString() {
            return mapping.name();
        }
    }

    interface Spoiling {
        void spoil(Id id) throws Exception;
    }

    private static Spoiling inMongo(UnitMapping mapping, String field) {
        return id -> StoresContext.alone()
                .getBean(MongoTemplate.class)
                .getCollection(mapping.collection())
                .withDocumentClass(BsonDocument.class)
                .updateOne(Filters.eq("_id", new ObjectId(id.text())), Updates.set(field, S3CRET + id));
    }

    private static Spoiling inPostgres(UnitMapping mapping, String column, String json) {
        return id -> {
            try (Connection connection =
                            StoresContext.alone().getBean(DataSource.class).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE " + mapping.table() + " SET " + column + " = '" + json + "' WHERE id = '"
                        + id.uuid() + "'");
            }
        };
    }

    static Stream<Arguments> cases() {
        Stores mongo = MongoStores.get();
        Stores postgres = PostgresStores.get();
        return Stream.of(
                of("users", mongo, "role", inMongo(UserMapping.MAPPING, "role")),
                of("users", postgres, "settings", inPostgres(UserMapping.MAPPING, "settings", ENDLESS)),
                of("organisations", mongo, "created_at", inMongo(OrganisationMapping.MAPPING, "created_at")),
                of("organisations", postgres, "settings", inPostgres(OrganisationMapping.MAPPING, "settings", ENDLESS)),
                of("plans", mongo, "created_at", inMongo(PlanMapping.MAPPING, "created_at")),
                of("plans", mongo, "status", inMongo(PlanMapping.MAPPING, "status")),
                of("plans", postgres, "intake_data", inPostgres(PlanMapping.MAPPING, "intake_data", "null")),
                of("sections", mongo, "order_index", inMongo(SectionMapping.MAPPING, "order_index")),
                of("sections", mongo, "ai_generated", inMongo(SectionMapping.MAPPING, "ai_generated")),
                of("sections", mongo, "word_count", inMongo(SectionMapping.MAPPING, "word_count")),
                of(
                        "sections",
                        postgres,
                        "data_citations",
                        inPostgres(SectionMapping.MAPPING, "data_citations", ENDLESS)),
                of("packs", mongo, "data_sources", inMongo(ResearchPackMapping.MAPPING, "data_sources")),
                of("packs", postgres, "data", inPostgres(ResearchPackMapping.MAPPING, "data", "null")),
                of("models", mongo, "version", inMongo(FinancialModelMapping.MAPPING, "version")),
                of("models", postgres, "data", inPostgres(FinancialModelMapping.MAPPING, "data", ENDLESS)));
    }

    private static Arguments of(String unit, Stores stores, String field, Spoiling spoiling) {
        return Arguments.of(unit, stores == MongoStores.get() ? "MongoDB" : "PostgreSQL", field, stores, spoiling);
    }

    private static Slice<?> slice(String unit, Stores stores, int count) {
        Given given = new Given(stores);
        switch (unit) {
            case "users" -> {
                Id first = given.user().id();
                IntStream.range(0, count).forEach(i -> given.user());
                return new Slice<User>(
                        UserMapping.MAPPING,
                        User::id,
                        (after, limit) -> stores.users().list(after == null ? first.text() : after, limit),
                        stores.users()::find,
                        id -> stores.users().update(id, new UserPatch().name("Eve")),
                        stores.users()::delete);
            }
            case "organisations" -> {
                Id first = given.organisation().id();
                IntStream.range(0, count).forEach(i -> given.organisation());
                return new Slice<Organisation>(
                        OrganisationMapping.MAPPING,
                        Organisation::id,
                        (after, limit) -> stores.organisations().list(after == null ? first.text() : after, limit),
                        stores.organisations()::find,
                        id -> stores.organisations().update(id, new OrganisationPatch().name("Eve")),
                        stores.organisations()::delete);
            }
            case "plans" -> {
                Id user = given.user().id();
                IntStream.range(0, count).forEach(i -> stores.plans().create(Given.newPlan(user)));
                return new Slice<Plan>(
                        PlanMapping.MAPPING,
                        Plan::id,
                        (after, limit) -> stores.plans().listOf(user, after, limit),
                        stores.plans()::find,
                        id -> stores.plans().update(id, new PlanPatch().name("Eve")),
                        stores.plans()::delete);
            }
            case "sections" -> {
                Id plan = given.plan().id();
                given.sections(plan, count);
                return new Slice<Section>(
                        SectionMapping.MAPPING,
                        Section::id,
                        (after, limit) -> stores.sections().listOf(plan, after, limit),
                        stores.sections()::find,
                        id -> stores.sections().update(id, new SectionPatch().title("Eve")),
                        stores.sections()::delete);
            }
            case "packs" -> {
                Id plan = given.plan().id();
                IntStream.rangeClosed(1, count).forEach(version -> given.pack(plan, version));
                return new Slice<ResearchPack>(
                        ResearchPackMapping.MAPPING,
                        ResearchPack::id,
                        (after, limit) -> stores.researchPacks().listOf(plan, after, limit),
                        stores.researchPacks()::find,
                        id -> stores.researchPacks().update(id, new ResearchPackPatch().status("new")),
                        stores.researchPacks()::delete);
            }
            default -> {
                Id plan = given.plan().id();
                IntStream.rangeClosed(1, count).forEach(version -> given.model(plan, version));
                return new Slice<FinancialModel>(
                        FinancialModelMapping.MAPPING,
                        FinancialModel::id,
                        (after, limit) -> stores.financialModels().listOf(plan, after, limit),
                        stores.financialModels()::find,
                        id -> stores.financialModels().update(id, new FinancialModelPatch()),
                        stores.financialModels()::delete);
            }
        }
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @MethodSource("cases")
    void areNamedAndHarmNothingElse(String unit, String store, String field, Stores stores, Spoiling spoiling)
            throws Exception {
        check(slice(unit, stores, 7), field, spoiling);
    }

    private <T> void check(Slice<T> slice, String field, Spoiling spoiling) throws Exception {
        List<Id> all = ids(Pages.all(after -> slice.list().apply(after, 50)), slice);
        assertThat(all).hasSize(7);
        List<Id> spoiled = List.of(all.get(1), all.get(2), all.get(6));
        for (Id id : spoiled) {
            spoiling.spoil(id);
        }
        List<Id> left = all.stream().filter(id -> !spoiled.contains(id)).toList();

        for (int limit : new int[] {1, 2, 3, 4, 50}) {
            List<Page<T>> pages = pages(slice, limit);
            assertThat(pages.stream().flatMap(page -> page.items().stream()).map(slice.id()))
                    .as("pages of %d", limit)
                    .containsExactlyElementsOf(left);
            assertThat(pages.subList(0, pages.size() - 1))
                    .allMatch(page -> page.items().size() == limit);
            assertThat(pages.stream().flatMap(page -> page.unreadable().stream()))
                    .containsExactlyInAnyOrderElementsOf(spoiled.stream()
                            .map(id -> new Unreadable(slice.mapping().name(), id.text(), field))
                            .toList());
        }
        Id one = spoiled.getFirst();
        assertThatThrownBy(() -> slice.find().apply(one))
                .isInstanceOfSatisfying(UnreadableDocument.class, unreadable -> assertThat(unreadable.what())
                        .isEqualTo(new Unreadable(slice.mapping().name(), one.text(), field)))
                .hasMessageContaining(one.text())
                .hasMessageNotContaining(S3CRET);
        assertThatThrownBy(() -> slice.change().accept(one)).isInstanceOf(UnreadableDocument.class);
        slice.delete().accept(one);
        assertThat(slice.list().apply(null, 50).unreadable())
                .extracting(Unreadable::id)
                .containsExactlyInAnyOrder(spoiled.get(1).text(), spoiled.get(2).text());
    }

    private static <T> List<Page<T>> pages(Slice<T> slice, int limit) {
        List<Page<T>> pages = new ArrayList<>();
        String after = null;
        do {
            pages.add(slice.list().apply(after, limit));
            after = pages.getLast().next();
        } while (after != null);
        return pages;
    }

    private static <T> List<Id> ids(List<T> items, Slice<T> slice) {
        return items.stream().map(slice.id()).toList();
    }
}

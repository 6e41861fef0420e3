package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.organisation.Organisation;
import io.crossfade.strattio.plan.Plan;
import io.crossfade.strattio.plan.PlanPatch;
import io.crossfade.strattio.section.Section;
import io.crossfade.strattio.user.User;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** In each phase that replicates, what is done through the repositories reads the same from either store. */
@ParameterizedClass
@EnumSource(
        value = Phase.class,
        mode = EnumSource.Mode.EXCLUDE,
        names = {"SOURCE", "SOURCE_REMOVED"})
class ReplicationTests {

    @Parameter
    Phase phase;

    private Stores stores() {
        return DualWriteStores.in(phase);
    }

    private Stores mongo;
    private Stores postgres;

    @BeforeEach
    void bothStores() {
        mongo = MongoStores.in(StoresContext.engines().in(phase));
        postgres = PostgresStores.in(StoresContext.engines().in(phase));
    }

    @Test
    void allAggregatesReachBothStores() {
        Given given = new Given(stores());
        Organisation organisation = given.organisation();
        Plan plan = given.plan();
        Plan changed = stores().plans()
                .update(
                        plan.id(),
                        new PlanPatch()
                                .organisationId(organisation.id())
                                .error("İ😀")
                                .generationMetadata(Json.of(Map.of("n", 1.5, "list", List.of(1, Map.of())))));
        Section section = given.section(plan.id(), 0);
        Id pack = given.pack(plan.id(), 1).id();
        Id model = given.model(plan.id(), 1).id();

        inBoth(stores -> stores.plans().find(plan.id()).equals(stores().plans().find(plan.id())));
        assertThat(stores().plans().find(plan.id())).contains(changed);
        inBoth(stores ->
                stores.users().find(plan.userId()).equals(stores().users().find(plan.userId())));
        inBoth(stores -> stores.organisations()
                .find(organisation.id())
                .filter(organisation::equals)
                .isPresent());
        inBoth(stores ->
                stores.sections().find(section.id()).filter(section::equals).isPresent());
        inBoth(stores -> stores.researchPacks()
                .find(pack)
                .equals(stores().researchPacks().find(pack)));
        inBoth(stores -> stores.financialModels()
                .find(model)
                .equals(stores().financialModels().find(model)));
    }

    @Test
    void anOrderReachesBothStores() {
        Given given = new Given(stores());
        Id plan = given.plan().id();
        List<Id> order =
                given.sections(plan, 6).stream().map(Section::id).toList().reversed();

        stores().sections().reorder(plan, order);

        inBoth(stores -> stores.sections().listOf(plan, null, 10).items().stream()
                .map(Section::id)
                .toList()
                .equals(order));
        assertThat(mongo.sections().listOf(plan, null, 10))
                .isEqualTo(postgres.sections().listOf(plan, null, 10));
    }

    @Test
    void aCascadeReachesBothStores() {
        Given given = new Given(stores());
        User user = given.user();
        Plan plan = stores().plans().create(Given.newPlan(user.id()));
        List<Section> sections = given.sections(plan.id(), 3);

        stores().users().delete(user.id());

        inBoth(stores -> stores.users().find(user.id()).isEmpty());
        inBoth(stores -> stores.plans().find(plan.id()).isEmpty());
        inBoth(stores -> stores.sections().listOf(plan.id(), null, 10).items().isEmpty());
        assertThat(sections).allSatisfy(section -> assertThat(mongo.sections().find(section.id()))
                .isEmpty());
    }

    /** At once at the authority; at the replica soon, for a slow replica holds nobody up. */
    private void inBoth(Function<Stores, Boolean> holds) {
        await().until(() -> holds.apply(mongo) && holds.apply(postgres));
    }
}

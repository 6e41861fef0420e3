package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.organisation.Organisation;
import io.crossfade.strattio.organisation.OrganisationPatch;
import io.crossfade.strattio.plan.Plan;
import io.crossfade.strattio.plan.PlanPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class OrganisationContract extends ExpectedContract<Organisation, OrganisationPatch> {

    @Override
    AggregateRepository<Organisation, OrganisationPatch> repository() {
        return stores().organisations();
    }

    @Override
    Organisation stored() {
        return given().organisation();
    }

    @Override
    OrganisationPatch change(int number) {
        return new OrganisationPatch().name("Name " + number);
    }

    @Override
    OrganisationPatch noChange() {
        return new OrganisationPatch();
    }

    @Test
    void whatIsCreatedIsFound() {
        Organisation created = given().organisation();

        assertThat(stores().organisations().find(created.id())).contains(created);
        assertThat(created.settings()).isEqualTo(Json.emptyObject());
    }

    @Test
    void aCreateMayBeRepeatedWithTheSameContentOnly() {
        Organisation organisation = Organisation.of(Id.next(), "Guild", Json.of(Map.of("a", List.of(1, 2))));
        Organisation created = stores().organisations().create(organisation);

        assertThat(stores().organisations().create(organisation)).isEqualTo(created);
        assertThatThrownBy(() -> stores().organisations().create(Organisation.of(created.id(), "Other", null)))
                .isInstanceOf(AlreadyExists.class);
    }

    @Test
    void aPatchChangesItsFieldsAlone() {
        Organisation organisation = given().organisation();
        Moments.after(organisation.updatedAt());
        Json settings = Json.of(Map.of("colour", "blue"));

        Organisation changed =
                stores().organisations().update(organisation.id(), new OrganisationPatch().settings(settings));

        assertThat(changed.name()).isEqualTo(organisation.name());
        assertThat(changed.settings()).isEqualTo(settings);
        assertThat(changed.createdAt()).isEqualTo(organisation.createdAt());
        assertThat(changed.updatedAt()).isAfter(organisation.updatedAt());
        assertThat(stores().organisations().find(organisation.id())).contains(changed);
    }

    @Test
    void writersOfDifferentFieldsAllWin() throws Exception {
        Id id = given().organisation().id();
        for (int round = 0; round < 10; round++) {
            String name = "Name " + round;
            Json settings = Json.of(Map.of("round", round));

            Together.run(List.of(
                    () -> stores().organisations().update(id, new OrganisationPatch().name(name)),
                    () -> stores().organisations().update(id, new OrganisationPatch().settings(settings))));

            Organisation now = stores().organisations().find(id).orElseThrow();
            assertThat(now.name()).isEqualTo(name);
            assertThat(now.settings()).isEqualTo(settings);
        }
    }

    @Test
    void whatIsNotThereIsNeitherChangedNorDeleted() {
        assertThatThrownBy(() -> stores().organisations().update(Id.next(), new OrganisationPatch().name("x")))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores().organisations().delete(Id.next())).isInstanceOf(NotFound.class);
    }

    @Test
    void plansOutliveTheirOrganisation() {
        Given given = given();
        Organisation organisation = given.organisation();
        Organisation other = given.organisation();
        Plan plan = given.plan();
        Plan another = given.plan();
        stores().plans().update(plan.id(), new PlanPatch().organisationId(organisation.id()));
        stores().plans().update(another.id(), new PlanPatch().organisationId(other.id()));

        stores().organisations().delete(organisation.id());

        assertThat(stores().organisations().find(organisation.id())).isEmpty();
        assertThat(stores().plans().find(plan.id()).orElseThrow().organisationId())
                .isNull();
        assertThat(stores().plans().find(another.id()).orElseThrow().organisationId())
                .isEqualTo(other.id());
    }

    @Test
    void allAreListedInTheOrderOfTheirIds() {
        List<Id> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(given().organisation().id());
        }

        assertThat(Pages.all(after -> stores().organisations().list(after, 2)))
                .extracting(Organisation::id)
                .doesNotHaveDuplicates()
                .containsSubsequence(made);
    }
}

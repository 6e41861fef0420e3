package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.InvalidValue;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.Stale;
import io.crossfade.strattio.organisation.Organisation;
import io.crossfade.strattio.plan.Plan;
import io.crossfade.strattio.plan.PlanPatch;
import io.crossfade.strattio.plan.PlanPurpose;
import io.crossfade.strattio.plan.PlanStatus;
import io.crossfade.strattio.section.Section;
import io.crossfade.strattio.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

abstract class PlanContract extends ExpectedContract<Plan, PlanPatch> {

    @Override
    AggregateRepository<Plan, PlanPatch> repository() {
        return stores().plans();
    }

    @Override
    Plan stored() {
        return given().plan();
    }

    @Override
    PlanPatch change(int number) {
        return new PlanPatch().name("Name " + number);
    }

    @Override
    PlanPatch noChange() {
        return new PlanPatch();
    }

    @Test
    void whatIsCreatedIsFound() {
        Plan created = given().plan();

        assertThat(stores().plans().find(created.id())).contains(created);
        assertThat(created.status()).isEqualTo(PlanStatus.DRAFT);
        assertThat(created.planPurpose()).isEqualTo(PlanPurpose.GENERIC);
        assertThat(created.organisationId()).isNull();
        assertThat(created.generationMetadata()).isNull();
    }

    @Test
    void aCreateMayBeRepeatedWithTheSameContentOnly() {
        Plan plan = Given.newPlan(given().user().id());
        Plan created = stores().plans().create(plan);
        Plan other = Plan.of(plan.id(), plan.userId(), null, "Other", null, null, plan.intakeData(), null, null, null);

        assertThat(stores().plans().create(plan)).isEqualTo(created);
        assertThatThrownBy(() -> stores().plans().create(other)).isInstanceOf(AlreadyExists.class);
    }

    @Test
    void aPlanNeedsItsUser() {
        Plan plan = Given.newPlan(Id.next());

        assertThatThrownBy(() -> stores().plans().create(plan))
                .isInstanceOfSatisfying(
                        ParentMissing.class, e -> assertThat(e.field()).isEqualTo("user_id"));
        assertThat(stores().plans().find(plan.id())).isEmpty();
    }

    @Test
    void aPlanNeedsTheOrganisationThatItNames() {
        Plan plan = given().plan();
        Plan other = Plan.of(null, plan.userId(), Id.next(), "Other", null, null, Json.emptyObject(), null, null, null);
        PlanPatch patch = new PlanPatch().organisationId(Id.next()).name("New");

        assertThatThrownBy(() -> stores().plans().create(other))
                .isInstanceOfSatisfying(
                        ParentMissing.class, e -> assertThat(e.field()).isEqualTo("organisation_id"));
        assertThatThrownBy(() -> stores().plans().update(plan.id(), patch))
                .isInstanceOfSatisfying(
                        ParentMissing.class, e -> assertThat(e.field()).isEqualTo("organisation_id"));
        assertThat(stores().plans().find(plan.id())).contains(plan);
    }

    @Test
    void aPlanJoinsAndLeavesAnOrganisation() {
        Organisation organisation = given().organisation();
        Plan plan = given().plan();
        Moments.after(plan.updatedAt());

        Plan joined = stores().plans().update(plan.id(), new PlanPatch().organisationId(organisation.id()));
        assertThat(joined.organisationId()).isEqualTo(organisation.id());
        assertThat(joined.createdAt()).isEqualTo(plan.createdAt());
        assertThat(joined.updatedAt()).isAfter(plan.updatedAt());
        Moments.after(joined.updatedAt());

        Plan left = stores().plans().update(plan.id(), new PlanPatch().organisationId(null));
        assertThat(left.organisationId()).isNull();
        assertThat(left.updatedAt()).isAfter(joined.updatedAt());
        assertThat(stores().organisations().find(organisation.id())).contains(organisation);
    }

    @Test
    void timesAreKeptToTheMillisecond() {
        Plan plan = given().plan();
        Instant time = Instant.parse("2031-03-30T00:30:00.123987654Z");
        Instant ancient = Instant.parse("0001-01-01T00:00:00.001Z");

        assertThat(stores().plans()
                        .update(plan.id(), new PlanPatch().completedAt(time))
                        .completedAt())
                .isEqualTo(Instant.parse("2031-03-30T00:30:00.123Z"));
        stores().plans().update(plan.id(), new PlanPatch().completedAt(ancient));
        assertThat(stores().plans().find(plan.id()).orElseThrow().completedAt()).isEqualTo(ancient);
    }

    @Test
    void whatAStoreCouldNotKeepIsRefusedBeforehand() {
        assertThatThrownBy(() -> new PlanPatch().error("a\0b")).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new PlanPatch().name(null)).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new PlanPatch().intakeData(Json.of(Map.of("a\0", 1))))
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new PlanPatch().intakeData(Json.of(List.of("\0"))))
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new PlanPatch().error("\uD83D")).isInstanceOf(InvalidValue.class);
    }

    @Test
    void aUsersPlansAreListedTheNewestFirst() {
        User user = given().user();
        given().plan();
        List<Plan> made = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            made.add(stores().plans().create(Given.newPlan(user.id())));
        }
        made.sort(Comparator.comparing(Plan::createdAt)
                .thenComparing(plan -> plan.id().text())
                .reversed());

        assertThat(Pages.all(after -> stores().plans().listOf(user.id(), after, 3)))
                .isEqualTo(made);
        assertThat(Pages.all(after -> stores().plans().listOf(user.id(), after, 8)))
                .isEqualTo(made);
        assertThat(stores().plans().listOf(Id.next(), null, 3).items()).isEmpty();
    }

    @Test
    void aPageMayBeginAtAnyTime() {
        Plan plan = given().plan();

        assertThat(stores().plans().listOf(plan.userId(), Long.MAX_VALUE + "_" + plan.id(), 5))
                .isEqualTo(stores().plans().listOf(plan.userId(), null, 5));
        assertThat(stores().plans()
                        .listOf(plan.userId(), Long.MIN_VALUE + "_" + plan.id(), 5)
                        .items())
                .isEmpty();
        for (String nonsense : List.of("x", "1_x", Long.MAX_VALUE + "0_" + plan.id())) {
            assertThatThrownBy(() -> stores().plans().listOf(plan.userId(), nonsense, 5))
                    .isInstanceOfSatisfying(
                            InvalidValue.class, e -> assertThat(e.field()).isEqualTo("after"));
        }
    }

    @Test
    void whatIsDeletedBetweenTwoPagesShiftsNothing() {
        User user = given().user();
        for (int i = 0; i < 6; i++) {
            stores().plans().create(Given.newPlan(user.id()));
        }
        List<Plan> all = Pages.all(after -> stores().plans().listOf(user.id(), after, 6));
        String next = stores().plans().listOf(user.id(), null, 3).next();
        stores().plans().delete(all.get(2).id());
        stores().plans().delete(all.get(0).id());

        assertThat(stores().plans().listOf(user.id(), next, 3).items()).isEqualTo(all.subList(3, 6));
    }

    @Test
    void writersOfDifferentFieldsAllWin() throws Exception {
        Id id = given().plan().id();
        for (int round = 0; round < 10; round++) {
            String name = "Name " + round;
            Json data = Json.of(Map.of("round", round));
            PlanStatus status = PlanStatus.values()[round % 5];

            Together.run(List.of(
                    () -> stores().plans().update(id, new PlanPatch().name(name)),
                    () -> stores().plans().update(id, new PlanPatch().intakeData(data)),
                    () -> stores().plans().update(id, new PlanPatch().status(status))));

            Plan now = stores().plans().find(id).orElseThrow();
            assertThat(now.name()).isEqualTo(name);
            assertThat(now.intakeData()).isEqualTo(data);
            assertThat(now.status()).isEqualTo(status);
        }
    }

    @Test
    void aDeletedPlanIsGoneWithItsParts() {
        Given given = given();
        Plan plan = given.plan();
        Id section = given.section(plan.id(), 0).id();
        Id pack = given.pack(plan.id(), 1).id();
        Id model = given.model(plan.id(), 1).id();

        stores().plans().delete(plan.id());

        assertThat(stores().plans().find(plan.id())).isEmpty();
        assertThat(stores().sections().find(section)).isEmpty();
        assertThat(stores().researchPacks().find(pack)).isEmpty();
        assertThat(stores().financialModels().find(model)).isEmpty();
        assertThat(stores().users().find(plan.userId())).isPresent();
        assertThatThrownBy(() -> stores().plans().delete(plan.id())).isInstanceOf(NotFound.class);
    }

    @Test
    void manyPlansGoWithTheirUser() {
        User user = given().user();
        for (int i = 0; i < 230; i++) {
            stores().plans().create(Given.newPlan(user.id()));
        }

        stores().users().delete(user.id());

        assertThat(stores().plans().listOf(user.id(), null, 1).items()).isEmpty();
    }

    @Test
    void noPlanOutlivesItsUser() throws Exception {
        for (int round = 0; round < 10; round++) {
            User user = given().user();
            Callable<Boolean> create = () -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        stores().plans().create(Given.newPlan(user.id()));
                    }
                    return false;
                } catch (ParentMissing gone) {
                    return true;
                }
            };
            Callable<Boolean> delete = () -> {
                try {
                    stores().users().delete(user.id());
                    return true;
                } catch (NotFound gone) {
                    return false;
                }
            };

            Together.run(List.of(create, create, delete));

            assertThat(stores().users().find(user.id())).isEmpty();
            assertThat(stores().plans().listOf(user.id(), null, 1).items()).isEmpty();
        }
    }

    @Test
    void whatIsNotDeletedAsItIsNotAsExpectedKeepsWhatBelongsToIt() {
        Organisation organisation = given().organisation();
        User user = given().user();
        Plan plan = stores().plans().create(Given.newPlan(user.id()));
        Section section = given().section(plan.id(), 0);
        plan = stores().plans().update(plan.id(), new PlanPatch().organisationId(organisation.id()));
        Expected other = new Expected(Set.of("other"));

        assertThatThrownBy(() -> stores().organisations().delete(organisation.id(), other))
                .isInstanceOf(Stale.class);
        assertThatThrownBy(() -> stores().users().delete(user.id(), other)).isInstanceOf(Stale.class);
        assertThatThrownBy(() -> stores().plans().delete(section.planId(), other))
                .isInstanceOf(Stale.class);

        assertThat(stores().plans().find(plan.id())).contains(plan);
        assertThat(stores().sections().find(section.id())).contains(section);
    }
}

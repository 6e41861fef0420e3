package io.crossfade.strattio.plan;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.DualWriteAggregates;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.organisation.OrganisationDependents;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.user.UserDependents;
import io.crossfade.strattio.user.UserRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The plans in both stores while they move. */
@Primary
@Repository
class DualWritePlanRepository extends DualWriteAggregates<Plan, PlanPatch, MongoPlanRepository, PostgresPlanRepository>
        implements PlanRepository, UserDependents, OrganisationDependents {

    private final UserRepository users;
    private final OrganisationRepository organisations;
    private final ObjectProvider<PlanDependents> dependents;

    DualWritePlanRepository(
            Router router,
            MongoPlanRepository mongo,
            PostgresPlanRepository postgres,
            UserRepository users,
            OrganisationRepository organisations,
            ObjectProvider<PlanDependents> dependents) {
        super(router, PlanMapping.UNIT, mongo, postgres);
        this.users = users;
        this.organisations = organisations;
        this.dependents = dependents;
    }

    @Override
    protected void requireParents(Plan plan) {
        ParentMissing.unlessIn(users, "user_id", "user", plan.userId());
        if (plan.organisationId() != null) {
            requireOrganisation(plan.organisationId());
        }
    }

    private void requireOrganisation(Id organisation) {
        ParentMissing.unlessIn(organisations, "organisation_id", "organisation", organisation);
    }

    /** If the organisation that it joins is deleted meanwhile, the plan belongs to none, as if that had been just after the change. */
    @Override
    public Plan update(Id id, PlanPatch patch, Expected expected) {
        if (!(patch.changes().get("organisation_id") instanceof Id organisation)) {
            return super.update(id, patch, expected);
        }
        requireOrganisation(organisation);
        Plan changed = super.update(id, patch, expected);
        return References.afterChange(() -> {
            if (References.exists(() -> organisations.find(organisation))) {
                return changed;
            }
            release(List.of(id), organisation);
            return find(id).orElseThrow(() -> NotFound.of("plan", id));
        });
    }

    @Override
    public void delete(Id id, Expected expected) {
        delete(id, expected, () -> deletePartsOf(id));
    }

    private void deletePartsOf(Id id) {
        dependents.forEach(each -> each.deleteAllOfPlan(id));
    }

    @Override
    public Page<Plan> listOf(Id userId, @Nullable String after, int limit) {
        return router.read(
                unit,
                "listOf",
                userId.text(),
                () -> mongo.listOf(userId, after, limit),
                () -> postgres.listOf(userId, after, limit));
    }

    @Override
    public void deleteAllOf(Id userId) {
        inBatches("userId", userId, ids -> {
            ids.forEach(this::deletePartsOf);
            removeAll(ids);
            ids.forEach(this::deletePartsOf);
        });
    }

    @Override
    public void releaseAllOf(Id organisationId) {
        inBatches("organisationId", organisationId, ids -> release(ids, organisationId));
    }

    private void release(List<Id> ids, Id organisationId) {
        router.run(
                unit,
                texts(ids),
                () -> mongo.release(ids, organisationId),
                () -> postgres.release(ids, organisationId));
    }
}

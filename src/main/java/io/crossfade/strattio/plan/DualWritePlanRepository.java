package io.crossfade.strattio.plan;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.organisation.OrganisationDependents;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.user.UserDependents;
import io.crossfade.strattio.user.UserRepository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The plans in both stores while they move: each method names its operation on the one and on the other. */
@Primary
@Repository
class DualWritePlanRepository implements PlanRepository, UserDependents, OrganisationDependents {

    private static final String UNIT = PlanMapping.UNIT;
    private static final int BATCH = 100;

    private final Router router;
    private final MongoPlanRepository mongo;
    private final PostgresPlanRepository postgres;
    private final PlanParents parents;
    private final PlanDependents dependents;

    DualWritePlanRepository(
            Router router,
            MongoStore store,
            Clock clock,
            PostgresPlanRepository postgres,
            UserRepository users,
            OrganisationRepository organisations,
            ObjectProvider<PlanDependents> dependents) {
        this.router = router;
        this.parents = new PlanParents(users, organisations);
        this.dependents = id -> dependents.forEach(each -> each.deleteAllOfPlan(id));
        this.mongo = new MongoPlanRepository(store, clock, this.parents, this.dependents);
        this.postgres = postgres;
    }

    @Override
    public Plan create(NewPlan plan) {
        return References.insert(
                () -> parents.require(plan.userId(), plan.organisationId()),
                () -> router.write(
                        UNIT, List.of(plan.id().text()), () -> mongo.insert(plan), () -> postgres.create(plan)),
                () -> removeAll(List.of(plan.id())));
    }

    @Override
    public Optional<Plan> find(Id id) {
        return router.read(UNIT, "find", id.text(), () -> mongo.find(id), () -> postgres.find(id));
    }

    @Override
    public Plan update(Id id, PlanPatch patch) {
        return parents.update(
                patch,
                () -> router.write(
                        UNIT, List.of(id.text()), () -> mongo.change(id, patch), () -> postgres.update(id, patch)),
                organisation -> release(List.of(id), organisation),
                () -> find(id));
    }

    @Override
    public void delete(Id id) {
        References.delete(
                () -> dependents.deleteAllOfPlan(id),
                () -> router.run(UNIT, List.of(id.text()), () -> mongo.remove(id), () -> postgres.delete(id)));
    }

    @Override
    public Page<Plan> listOf(Id userId, @Nullable String after, int limit) {
        return router.read(
                UNIT,
                "listOf",
                userId.text(),
                () -> mongo.listOf(userId, after, limit),
                () -> postgres.listOf(userId, after, limit));
    }

    @Override
    public void deleteAllOf(Id userId) {
        References.inBatches(() -> idsOfUser(userId), ids -> {
            ids.forEach(dependents::deleteAllOfPlan);
            removeAll(ids);
            ids.forEach(dependents::deleteAllOfPlan);
        });
    }

    @Override
    public void releaseAllOf(Id organisationId) {
        References.inBatches(() -> idsOfOrganisation(organisationId), ids -> release(ids, organisationId));
    }

    /** Looked up where writes go: a foreign key in the replica may have deleted there what still stands here. */
    private List<Id> idsOfUser(Id userId) {
        return router.write(
                UNIT, List.of(), () -> mongo.idsOfUser(userId, BATCH), () -> postgres.idsOfUser(userId, BATCH));
    }

    /** Looked up where writes go, for the same reason. */
    private List<Id> idsOfOrganisation(Id organisationId) {
        return router.write(
                UNIT,
                List.of(),
                () -> mongo.idsOfOrganisation(organisationId, BATCH),
                () -> postgres.idsOfOrganisation(organisationId, BATCH));
    }

    private void release(List<Id> ids, Id organisationId) {
        router.run(
                UNIT,
                ids.stream().map(Id::text).toList(),
                () -> mongo.release(ids, organisationId),
                () -> postgres.release(ids, organisationId));
    }

    private void removeAll(List<Id> ids) {
        router.run(
                UNIT, ids.stream().map(Id::text).toList(), () -> mongo.removeAll(ids), () -> postgres.removeAll(ids));
    }
}

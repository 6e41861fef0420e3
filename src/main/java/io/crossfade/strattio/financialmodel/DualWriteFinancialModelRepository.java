package io.crossfade.strattio.financialmodel;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanRepository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The financial models in both stores while they move: each method names its operation on the one and on the other. */
@Primary
@Repository
class DualWriteFinancialModelRepository implements FinancialModelRepository, PlanDependents {

    private static final String UNIT = FinancialModelMapping.UNIT;
    private static final int BATCH = 100;

    private final Router router;
    private final MongoFinancialModelRepository mongo;
    private final PostgresFinancialModelRepository postgres;
    private final PlanRepository plans;

    DualWriteFinancialModelRepository(
            Router router,
            MongoStore store,
            Clock clock,
            PostgresFinancialModelRepository postgres,
            PlanRepository plans) {
        this.router = router;
        this.mongo = new MongoFinancialModelRepository(store, clock, plans);
        this.postgres = postgres;
        this.plans = plans;
    }

    @Override
    public FinancialModel create(NewFinancialModel model) {
        return References.insert(
                () -> PlanRepository.require(plans, model.planId()),
                () -> router.write(
                        UNIT, List.of(model.id().text()), () -> mongo.insert(model), () -> postgres.create(model)),
                () -> removeAll(List.of(model.id())));
    }

    @Override
    public Optional<FinancialModel> find(Id id) {
        return router.read(UNIT, "find", id.text(), () -> mongo.find(id), () -> postgres.find(id));
    }

    @Override
    public FinancialModel update(Id id, FinancialModelPatch patch) {
        return router.write(UNIT, List.of(id.text()), () -> mongo.update(id, patch), () -> postgres.update(id, patch));
    }

    @Override
    public void delete(Id id) {
        router.run(UNIT, List.of(id.text()), () -> mongo.remove(id), () -> postgres.delete(id));
    }

    @Override
    public Page<FinancialModel> listOf(Id planId, @Nullable String after, int limit) {
        return router.read(
                UNIT,
                "listOf",
                planId.text(),
                () -> mongo.listOf(planId, after, limit),
                () -> postgres.listOf(planId, after, limit));
    }

    @Override
    public Optional<FinancialModel> findVersion(Id planId, int version) {
        return router.read(
                UNIT,
                "findVersion",
                planId.text(),
                () -> mongo.findVersion(planId, version),
                () -> postgres.findVersion(planId, version));
    }

    @Override
    public void deleteAllOfPlan(Id planId) {
        References.inBatches(() -> idsOf(planId), this::removeAll);
    }

    /** Looked up where writes go: a foreign key in the replica may have deleted there what still stands here. */
    private List<Id> idsOf(Id planId) {
        return router.write(UNIT, List.of(), () -> mongo.idsOf(planId, BATCH), () -> postgres.idsOf(planId, BATCH));
    }

    private void removeAll(List<Id> ids) {
        router.run(
                UNIT, ids.stream().map(Id::text).toList(), () -> mongo.removeAll(ids), () -> postgres.removeAll(ids));
    }
}

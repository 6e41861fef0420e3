package io.crossfade.strattio.researchpack;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The research packs in both stores while they move: each method names its operation on the one and on the other. */
@Primary
@Repository
class DualWriteResearchPackRepository implements ResearchPackRepository, PlanDependents {

    private static final String UNIT = ResearchPackMapping.UNIT;
    private static final int BATCH = 100;

    private final Router router;
    private final MongoResearchPackRepository mongo;
    private final PostgresResearchPackRepository postgres;
    private final PlanRepository plans;

    DualWriteResearchPackRepository(
            Router router, MongoStore store, PostgresResearchPackRepository postgres, PlanRepository plans) {
        this.router = router;
        this.mongo = new MongoResearchPackRepository(store, plans);
        this.postgres = postgres;
        this.plans = plans;
    }

    @Override
    public ResearchPack create(NewResearchPack pack) {
        return References.insert(
                () -> PlanRepository.require(plans, pack.planId()),
                () -> router.write(
                        UNIT, List.of(pack.id().text()), () -> mongo.insert(pack), () -> postgres.create(pack)),
                () -> removeAll(List.of(pack.id())));
    }

    @Override
    public Optional<ResearchPack> find(Id id) {
        return router.read(UNIT, "find", id.text(), () -> mongo.find(id), () -> postgres.find(id));
    }

    @Override
    public ResearchPack update(Id id, ResearchPackPatch patch) {
        return router.write(UNIT, List.of(id.text()), () -> mongo.update(id, patch), () -> postgres.update(id, patch));
    }

    @Override
    public void delete(Id id) {
        router.run(UNIT, List.of(id.text()), () -> mongo.remove(id), () -> postgres.delete(id));
    }

    @Override
    public Page<ResearchPack> listOf(Id planId, @Nullable String after, int limit) {
        return router.read(
                UNIT,
                "listOf",
                planId.text(),
                () -> mongo.listOf(planId, after, limit),
                () -> postgres.listOf(planId, after, limit));
    }

    @Override
    public Optional<ResearchPack> findVersion(Id planId, int version) {
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

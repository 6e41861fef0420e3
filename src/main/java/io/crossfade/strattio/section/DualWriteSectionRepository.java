package io.crossfade.strattio.section;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanNotFound;
import io.crossfade.strattio.plan.PlanRepository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The sections in both stores while they move: each method names its operation on the one and on the other. */
@Primary
@Repository
class DualWriteSectionRepository implements SectionRepository, PlanDependents {

    private static final String UNIT = SectionMapping.UNIT;
    private static final int BATCH = 100;

    private final Router router;
    private final MongoSectionRepository mongo;
    private final PostgresSectionRepository postgres;
    private final PlanRepository plans;

    DualWriteSectionRepository(
            Router router, MongoStore store, Clock clock, PostgresSectionRepository postgres, PlanRepository plans) {
        this.router = router;
        this.mongo = new MongoSectionRepository(store, clock, plans);
        this.postgres = postgres;
        this.plans = plans;
    }

    @Override
    public Section create(NewSection section) {
        return References.insert(
                () -> PlanRepository.require(plans, section.planId()),
                () -> router.write(
                        UNIT,
                        List.of(section.id().text()),
                        () -> mongo.insert(section),
                        () -> postgres.create(section)),
                () -> removeAll(List.of(section.id())));
    }

    @Override
    public Optional<Section> find(Id id) {
        return router.read(UNIT, "find", id.text(), () -> mongo.find(id), () -> postgres.find(id));
    }

    @Override
    public Section update(Id id, SectionPatch patch) {
        return router.write(UNIT, List.of(id.text()), () -> mongo.update(id, patch), () -> postgres.update(id, patch));
    }

    @Override
    public void delete(Id id) {
        router.run(UNIT, List.of(id.text()), () -> mongo.remove(id), () -> postgres.delete(id));
    }

    @Override
    public Page<Section> listOf(Id planId, @Nullable String after, int limit) {
        return router.read(
                UNIT,
                "listOf",
                planId.text(),
                () -> mongo.listOf(planId, after, limit),
                () -> postgres.listOf(planId, after, limit));
    }

    @Override
    public void reorder(Id planId, List<Id> order) {
        PlanNotFound.ifMissing(plans, planId);
        router.run(
                UNIT,
                order.stream().map(Id::text).toList(),
                () -> mongo.place(planId, order),
                () -> postgres.reorder(planId, order));
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

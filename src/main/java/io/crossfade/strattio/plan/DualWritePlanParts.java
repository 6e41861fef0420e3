package io.crossfade.strattio.plan;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.DualWriteAggregates;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.Patch;
import io.crossfade.strattio.common.SingleStore;
import org.jspecify.annotations.Nullable;

/** The parts of plans in both stores while they move. */
public abstract class DualWritePlanParts<
                T extends PlanPart<T>,
                P extends Patch<P>,
                M extends SingleStore<T, P> & PlanPartRepository<T, P>,
                S extends SingleStore<T, P> & PlanPartRepository<T, P>>
        extends DualWriteAggregates<T, P, M, S> implements PlanPartRepository<T, P>, PlanDependents {

    protected final PlanRepository plans;

    protected DualWritePlanParts(Router router, String unit, M mongo, S postgres, PlanRepository plans) {
        super(router, unit, mongo, postgres);
        this.plans = plans;
    }

    @Override
    protected void requireParents(T part) {
        ParentMissing.unlessIn(plans, "plan_id", "plan", part.planId());
    }

    @Override
    public Page<T> listOf(Id planId, @Nullable String after, int limit) {
        return router.read(
                unit,
                "listOf",
                planId.text(),
                () -> mongo.listOf(planId, after, limit),
                () -> postgres.listOf(planId, after, limit));
    }

    @Override
    public void deleteAllOfPlan(Id planId) {
        inBatches("planId", planId, this::removeAll);
    }
}

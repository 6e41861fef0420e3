package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.References;

/** There is no plan with that id, or not any more. */
public final class PlanNotFound extends NotFound {

    private PlanNotFound(Id id) {
        super("plan", id);
    }

    /** @throws PlanNotFound if there is no such plan */
    public static void ifMissing(PlanRepository plans, Id id) {
        if (!References.exists(() -> plans.find(id))) {
            throw withId(id);
        }
    }

    public static PlanNotFound withId(Id id) {
        return new PlanNotFound(id);
    }
}

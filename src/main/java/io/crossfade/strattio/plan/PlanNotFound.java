package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;

/** There is no plan with that id, or not any more. */
public final class PlanNotFound extends NotFound {

    private PlanNotFound(Id id) {
        super("plan", id);
    }

    public static PlanNotFound withId(Id id) {
        return new PlanNotFound(id);
    }
}

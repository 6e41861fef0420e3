package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;

/** What belongs to plans and goes with them. Told of a deletion before it and once more after it, for what was born meanwhile. */
public interface PlanDependents {

    /** Deletes all that belongs to the plan; nothing if there is nothing. May be repeated. */
    void deleteAllOfPlan(Id planId);
}

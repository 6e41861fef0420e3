package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Aggregate;
import io.crossfade.strattio.common.Id;

/** What belongs to a plan and goes with it. */
public interface PlanPart<T extends PlanPart<T>> extends Aggregate<T> {

    Id planId();
}

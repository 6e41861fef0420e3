package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Coded;

/** How far a plan is. */
public enum PlanStatus implements Coded {
    DRAFT,
    GENERATING,
    COMPLETE,
    FAILED,
    ARCHIVED
}

package io.crossfade.strattio.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Coded;

/** How far a plan is. */
public enum PlanStatus implements Coded {
    DRAFT,
    GENERATING,
    COMPLETE,
    FAILED,
    ARCHIVED;

    /** @throws io.crossfade.strattio.common.InvalidValue if there is none of that code */
    @JsonCreator
    public static PlanStatus of(String code) {
        return Coded.of(PlanStatus.class, "status", code);
    }
}

package io.crossfade.strattio.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Coded;

/** What a plan is written for. */
public enum PlanPurpose implements Coded {
    GENERIC,
    LOAN,
    VISA_STARTUP,
    VISA_INNOVATOR,
    INVESTOR;

    /** @throws io.crossfade.strattio.common.InvalidValue if there is none of that code */
    @JsonCreator
    public static PlanPurpose of(String code) {
        return Coded.of(PlanPurpose.class, "plan_purpose", code);
    }
}

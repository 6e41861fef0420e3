package io.crossfade.strattio.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Coded;

/** What a plan is written for. */
public enum PlanPurpose implements Coded {
    GENERIC("generic"),
    LOAN("loan"),
    VISA_STARTUP("visa_startup"),
    VISA_INNOVATOR("visa_innovator"),
    INVESTOR("investor");

    private final String code;

    PlanPurpose(String code) {
        this.code = code;
    }

    @Override
    public String code() {
        return code;
    }

    /** @throws io.crossfade.strattio.common.InvalidValue if there is none of that code */
    @JsonCreator
    public static PlanPurpose of(String code) {
        return Coded.of(PlanPurpose.class, "plan_purpose", code);
    }
}

package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Coded;

/** What a plan is written for. */
public enum PlanPurpose implements Coded {
    GENERIC,
    LOAN,
    VISA_STARTUP,
    VISA_INNOVATOR,
    INVESTOR
}

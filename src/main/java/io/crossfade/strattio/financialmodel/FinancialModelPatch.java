package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a financial model. */
@JsonDeserialize(builder = FinancialModelPatch.class)
@JsonPOJOBuilder(buildMethodName = "itself", withPrefix = "")
public final class FinancialModelPatch extends Patch<FinancialModelPatch> {

    public FinancialModelPatch data(@Nullable Json data) {
        return change("data", Check.json("data", data));
    }
}

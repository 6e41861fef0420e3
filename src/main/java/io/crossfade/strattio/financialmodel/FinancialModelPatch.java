package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a financial model. */
@JsonDeserialize(builder = FinancialModelPatch.Builder.class)
public final class FinancialModelPatch extends Patch {

    private FinancialModelPatch(Map<String, @Nullable Object> changes) {
        super(changes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Each method throws {@link io.crossfade.strattio.common.InvalidValue} for what a store could not keep. */
    @JsonPOJOBuilder(withPrefix = "")
    public static final class Builder extends Changes {

        public Builder data(@Nullable Json data) {
            change("data", Check.json("data", data));
            return this;
        }

        public FinancialModelPatch build() {
            return new FinancialModelPatch(collected());
        }
    }
}

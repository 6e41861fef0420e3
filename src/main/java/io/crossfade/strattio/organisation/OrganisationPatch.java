package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to an organisation. */
@JsonDeserialize(builder = OrganisationPatch.Builder.class)
public final class OrganisationPatch extends Patch {

    private OrganisationPatch(Map<String, @Nullable Object> changes) {
        super(changes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Each method throws {@link io.crossfade.strattio.common.InvalidValue} for what a store could not keep. */
    @JsonPOJOBuilder(withPrefix = "")
    public static final class Builder extends Changes {

        public Builder name(@Nullable String name) {
            change("name", Check.filled("name", name, 255));
            return this;
        }

        public Builder settings(@Nullable Json settings) {
            change("settings", Check.json("settings", settings == null ? Json.emptyObject() : settings));
            return this;
        }

        public OrganisationPatch build() {
            return new OrganisationPatch(collected());
        }
    }
}

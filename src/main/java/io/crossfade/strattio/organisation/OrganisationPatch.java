package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to an organisation. */
@JsonDeserialize(builder = OrganisationPatch.class)
@JsonPOJOBuilder(buildMethodName = "itself", withPrefix = "")
public final class OrganisationPatch extends Patch<OrganisationPatch> {

    public OrganisationPatch name(@Nullable String name) {
        return change("name", Check.filled("name", name, 255));
    }

    public OrganisationPatch settings(@Nullable Json settings) {
        return change("settings", Check.json("settings", settings, Json.emptyObject()));
    }
}

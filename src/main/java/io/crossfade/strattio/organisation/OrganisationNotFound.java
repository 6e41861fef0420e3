package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;

/** There is no organisation with that id, or not any more. */
public final class OrganisationNotFound extends NotFound {

    private OrganisationNotFound(Id id) {
        super("organisation", id);
    }

    public static OrganisationNotFound withId(Id id) {
        return new OrganisationNotFound(id);
    }
}

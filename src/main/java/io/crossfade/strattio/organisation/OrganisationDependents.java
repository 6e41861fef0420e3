package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Id;

/** What refers to organisations and outlives them. Told of a deletion before it and once more after it, for what was born meanwhile. */
public interface OrganisationDependents {

    /** Makes all that refers to the organisation refer to none; nothing if there is nothing. May be repeated. */
    void releaseAllOf(Id organisationId);
}

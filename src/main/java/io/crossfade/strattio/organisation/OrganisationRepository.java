package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The organisations.
 * A method either happens as a whole or not at all, and is visible to every later read when it returns. Times are in
 * milliseconds. What is stored and cannot be read is an {@link io.crossfade.strattio.common.UnreadableDocument}; a list passes over
 * it and names it.
 */
public interface OrganisationRepository {

    /**
     * Stores a new organisation. Repeating a create returns what is stored, even if it was updated meanwhile in nothing but
     * its times.
     *
     * @throws io.crossfade.strattio.common.AlreadyExists if the id is taken by other content
     */
    Organisation create(NewOrganisation organisation);

    /** Empty if there is none. */
    Optional<Organisation> find(Id id);

    /**
     * Changes the named fields alone, in one step: two writers that change different fields both win. Sets updatedAt. An
     * empty patch changes nothing.
     *
     * @return the organisation as it is after this change
     * @throws OrganisationNotFound if there is none
     */
    Organisation update(Id id, OrganisationPatch patch);

    /**
     * Deletes the organisation; plans that belonged to it belong to none from then on.
     *
     * @throws OrganisationNotFound if there is none
     */
    void delete(Id id);

    /**
     * All organisations, in the order of their ids.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<Organisation> list(@Nullable String after, int limit);
}

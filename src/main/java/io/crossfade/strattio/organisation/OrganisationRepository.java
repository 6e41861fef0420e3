package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.Page;
import org.jspecify.annotations.Nullable;

/** The organisations. When one is deleted, the plans that belonged to it belong to none from then on. */
public interface OrganisationRepository extends AggregateRepository<Organisation, OrganisationPatch> {

    /**
     * All organisations, in the order of their ids.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<Organisation> list(@Nullable String after, int limit);
}

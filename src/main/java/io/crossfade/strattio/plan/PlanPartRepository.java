package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Patch;
import org.jspecify.annotations.Nullable;

/** The parts of one kind of all plans. */
public interface PlanPartRepository<T extends PlanPart<T>, P extends Patch<P>> extends AggregateRepository<T, P> {

    /**
     * A plan's, in their order. Empty for an unknown plan.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<T> listOf(Id planId, @Nullable String after, int limit);
}

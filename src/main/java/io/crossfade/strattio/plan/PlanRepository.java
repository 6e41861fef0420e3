package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import org.jspecify.annotations.Nullable;

/**
 * The plans. A plan never outlives its user; it outlives its organisation and then belongs to none. With a plan its sections, research
 * packs and financial models are deleted.
 */
public interface PlanRepository extends AggregateRepository<Plan, PlanPatch> {

    /**
     * A user's plans, the newest first; of plans of the same millisecond, the greater id first. Empty for an unknown user.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<Plan> listOf(Id userId, @Nullable String after, int limit);
}

package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.References;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plans. A plan never outlives its user; it outlives its organisation and then belongs to none.
 * A method either happens as a whole or not at all, and is visible to every later read when it returns. Times are in
 * milliseconds. What is stored and cannot be read is an {@link io.crossfade.strattio.common.UnreadableDocument}; a list passes over
 * it and names it.
 */
public interface PlanRepository {

    /**
     * Stores a new plan. Repeating a create returns what is stored, even if it was updated meanwhile in nothing but
     * its times.
     *
     * @throws io.crossfade.strattio.common.AlreadyExists if the id is taken by other content
     * @throws ParentMissing if the user or the organisation does not exist
     */
    Plan create(NewPlan plan);

    /** Empty if there is none. */
    Optional<Plan> find(Id id);

    /**
     * Changes the named fields alone, in one step: two writers that change different fields both win. Sets updatedAt. An
     * empty patch changes nothing.
     *
     * @return the plan as it is after this change
     * @throws PlanNotFound if there is none
     * @throws ParentMissing if the new organisation does not exist
     */
    Plan update(Id id, PlanPatch patch);

    /**
     * Deletes the plan with its sections, research packs and financial models.
     *
     * @throws PlanNotFound if there is none
     */
    void delete(Id id);

    /**
     * A user's plans, the newest first; of plans of the same millisecond, the greater id first. Empty for an unknown user.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<Plan> listOf(Id userId, @Nullable String after, int limit);

    /** @throws ParentMissing if there is no such plan */
    static void require(PlanRepository plans, Id planId) {
        if (!References.exists(() -> plans.find(planId))) {
            throw ParentMissing.of("plan_id", "plan", planId);
        }
    }
}

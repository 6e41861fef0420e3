package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sections of the plans. No two sections of a plan share a place.
 * A method either happens as a whole or not at all, and is visible to every later read when it returns. Times are in
 * milliseconds. What is stored and cannot be read is an {@link io.crossfade.strattio.common.UnreadableDocument}; a list passes over
 * it and names it.
 */
public interface SectionRepository {

    /**
     * Stores a new section. Repeating a create returns what is stored, even if it was updated meanwhile in nothing but
     * its times.
     *
     * @throws io.crossfade.strattio.common.AlreadyExists if the id is taken by other content
     * @throws io.crossfade.strattio.common.ParentMissing if the plan does not exist
     * @throws SectionPlaceTaken if another section of the plan stands at that place
     */
    Section create(NewSection section);

    /** Empty if there is none. */
    Optional<Section> find(Id id);

    /**
     * Changes the named fields alone, in one step: two writers that change different fields both win. Sets updatedAt. An
     * empty patch changes nothing.
     *
     * @return the section as it is after this change
     * @throws SectionNotFound if there is none
     * @throws SectionPlaceTaken if another section of the plan stands at the new place
     */
    Section update(Id id, SectionPatch patch);

    /**
     * Deletes the section.
     *
     * @throws SectionNotFound if there is none
     */
    void delete(Id id);

    /**
     * A plan's sections, in the order of their places. Empty for an unknown plan.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<Section> listOf(Id planId, @Nullable String after, int limit);

    /**
     * Puts the plan's sections into that order: they get the places 0, 1, 2 and so on. Sets updatedAt of those that
     * move. Orders set at the same time come one after the other; none loses a section.
     *
     * @param order the id of each section of the plan, exactly once
     * @throws io.crossfade.strattio.plan.PlanNotFound if there is no such plan
     * @throws SectionOrderMismatch if it is no such list; then nothing moves
     */
    void reorder(Id planId, List<Id> order);
}

package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The research packs of the plans. No two of a plan share a version.
 * A method either happens as a whole or not at all, and is visible to every later read when it returns. Times are in
 * milliseconds. What is stored and cannot be read is an {@link io.crossfade.strattio.common.UnreadableDocument}; a list passes over
 * it and names it.
 */
public interface ResearchPackRepository {

    /**
     * Stores a new research pack. Repeating a create returns what is stored, even if it was updated meanwhile in nothing but
     * its times.
     *
     * @throws io.crossfade.strattio.common.AlreadyExists if the id is taken by other content
     * @throws io.crossfade.strattio.common.ParentMissing if the plan does not exist
     * @throws ResearchPackVersionTaken if the plan has another one of that version
     */
    ResearchPack create(NewResearchPack pack);

    /** Empty if there is none. */
    Optional<ResearchPack> find(Id id);

    /**
     * Changes the named fields alone, in one step: two writers that change different fields both win. An
     * empty patch changes nothing.
     *
     * @return the research pack as it is after this change
     * @throws ResearchPackNotFound if there is none
     */
    ResearchPack update(Id id, ResearchPackPatch patch);

    /**
     * Deletes the research pack.
     *
     * @throws ResearchPackNotFound if there is none
     */
    void delete(Id id);

    /** The plan's research pack of that version; empty if there is none. */
    Optional<ResearchPack> findVersion(Id planId, int version);

    /**
     * A plan's research packs, the highest version first. Empty for an unknown plan.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<ResearchPack> listOf(Id planId, @Nullable String after, int limit);
}

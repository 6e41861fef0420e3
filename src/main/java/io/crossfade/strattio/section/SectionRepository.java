package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Taken;
import io.crossfade.strattio.plan.PlanPartRepository;
import java.util.List;

/** The sections of the plans; no two of a plan share a place. A plan's are listed in the order of their places. */
public interface SectionRepository extends PlanPartRepository<Section, SectionPatch> {

    /**
     * Puts the plan's sections into that order: they get the places 0, 1, 2 and so on. Sets updatedAt of those that
     * move. Orders set at the same time come one after the other; none loses a section.
     *
     * @param order the id of each section of the plan, exactly once
     * @throws io.crossfade.strattio.common.NotFound if there is no such plan
     * @throws SectionOrderMismatch if it is no such list; then nothing moves
     */
    void reorder(Id planId, List<Id> order);

    /** Another section of the plan stands at that place. */
    static Taken placeTaken(Id id) {
        return Taken.of("The place wanted for section " + id
                + " holds another section of its plan; choose another order_index, or set the plan's order as a whole");
    }
}

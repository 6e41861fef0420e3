package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Conflict;
import io.crossfade.strattio.common.Id;

/** Another section of the plan stands at that place. */
public final class SectionPlaceTaken extends Conflict {

    private SectionPlaceTaken(Id section) {
        super("The place wanted for section " + section
                + " holds another section of its plan; choose another order_index, or set the plan's order as a whole");
    }

    public static SectionPlaceTaken by(Id section) {
        return new SectionPlaceTaken(section);
    }
}

package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Conflict;
import io.crossfade.strattio.common.Id;

/** The plan has another research pack of that version. */
public final class ResearchPackVersionTaken extends Conflict {

    private ResearchPackVersionTaken(Id id) {
        super("The version wanted for research pack " + id + " is taken by another one of its plan");
    }

    public static ResearchPackVersionTaken by(Id id) {
        return new ResearchPackVersionTaken(id);
    }
}

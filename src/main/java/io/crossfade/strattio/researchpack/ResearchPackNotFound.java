package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;

/** There is no research pack with that id, or not any more. */
public final class ResearchPackNotFound extends NotFound {

    private ResearchPackNotFound(Id id) {
        super("research pack", id);
    }

    public static ResearchPackNotFound withId(Id id) {
        return new ResearchPackNotFound(id);
    }
}

package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;

/** There is no section with that id, or not any more. */
public final class SectionNotFound extends NotFound {

    private SectionNotFound(Id id) {
        super("section", id);
    }

    public static SectionNotFound withId(Id id) {
        return new SectionNotFound(id);
    }
}

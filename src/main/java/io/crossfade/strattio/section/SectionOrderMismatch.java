package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Conflict;
import io.crossfade.strattio.common.Id;

/** An order did not name each section of the plan exactly once; or others kept changing the plan's sections. */
public final class SectionOrderMismatch extends Conflict {

    private SectionOrderMismatch(String message) {
        super(message);
    }

    public static SectionOrderMismatch of(Id plan) {
        return new SectionOrderMismatch(
                "The order must name each section of plan " + plan + " exactly once; read its sections and try again");
    }

    public static SectionOrderMismatch contended(Id plan) {
        return new SectionOrderMismatch(
                "The sections of plan " + plan + " kept changing meanwhile; read them and try again");
    }
}

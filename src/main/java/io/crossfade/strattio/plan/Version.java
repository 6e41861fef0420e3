package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Taken;

/** A part of which a plan has one per version, from 1 on. */
public interface Version<T extends Version<T>> extends PlanPart<T> {

    int version();

    default VersionKey key() {
        return new VersionKey(version(), id());
    }

    /** @param kind one of them, as people call it: "research pack" */
    static Taken taken(String kind, Id id) {
        return Taken.of("The version wanted for " + kind + " " + id + " is taken by another one of its plan");
    }
}

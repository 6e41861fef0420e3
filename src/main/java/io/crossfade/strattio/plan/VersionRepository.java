package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Patch;
import java.util.Optional;

/** The versions of what all plans have in versions; no two of a plan share one. A plan's are listed with the highest first. */
public interface VersionRepository<T extends Version<T>, P extends Patch<P>> extends PlanPartRepository<T, P> {

    /** The plan's of that version; empty if there is none. */
    Optional<T> findVersion(Id planId, int version);
}

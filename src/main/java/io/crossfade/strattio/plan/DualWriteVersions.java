package io.crossfade.strattio.plan;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Patch;
import io.crossfade.strattio.common.SingleStore;
import java.util.Optional;

/** Versions in both stores while they move. */
public abstract class DualWriteVersions<
                T extends Version<T>,
                P extends Patch<P>,
                M extends SingleStore<T, P> & VersionRepository<T, P>,
                S extends SingleStore<T, P> & VersionRepository<T, P>>
        extends DualWritePlanParts<T, P, M, S> implements VersionRepository<T, P> {

    protected DualWriteVersions(Router router, String unit, M mongo, S postgres, PlanRepository plans) {
        super(router, unit, mongo, postgres, plans);
    }

    @Override
    public Optional<T> findVersion(Id planId, int version) {
        return router.read(
                unit,
                "findVersion",
                planId.text(),
                () -> mongo.findVersion(planId, version),
                () -> postgres.findVersion(planId, version));
    }
}

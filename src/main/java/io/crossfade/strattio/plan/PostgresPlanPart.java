package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the rows of all parts of plans begin with. */
@MappedSuperclass
public abstract class PostgresPlanPart {

    @jakarta.persistence.Id
    private UUID id = new UUID(0, 0);

    private @Nullable UUID planId;

    protected void belongsTo(PlanPart<?> part) {
        id = part.id().uuid();
        planId = part.planId().uuid();
    }

    protected Id id() {
        return Id.of(id);
    }

    protected @Nullable Id planId() {
        return Id.orNull(planId);
    }
}

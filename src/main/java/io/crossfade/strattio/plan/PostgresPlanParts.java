package io.crossfade.strattio.plan;

import static java.util.Objects.requireNonNull;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.Patch;
import io.crossfade.strattio.common.PostgresAggregates;
import io.crossfade.strattio.common.PostgresRows;
import io.crossfade.strattio.common.PostgresStore;
import io.crossfade.strattio.common.Taken;
import java.util.function.Function;

/** The parts of plans as rows. */
public abstract class PostgresPlanParts<E extends PostgresPlanPart, T extends PlanPart<T>, P extends Patch<P>>
        extends PostgresAggregates<E, T, P> implements PlanPartRepository<T, P> {

    private final String foreignKey;
    private final String uniqueKey;

    /** @param unique the column of which no two of a plan share a value */
    protected PostgresPlanParts(
            PostgresStore store,
            PostgresRows<E> rows,
            String kind,
            String unique,
            Class<E> type,
            Function<T, E> row,
            Function<E, T> item) {
        super(store, rows, kind, type, row, item);
        foreignKey = table + "_plan_id_fkey";
        uniqueKey = table + "_plan_id_" + unique + "_key";
    }

    /** Another of the plan has what this one wants. */
    protected abstract Taken taken(Id id);

    @Override
    protected RuntimeException refusal(String constraint, E refused) {
        if (constraint.equals(foreignKey)) {
            return ParentMissing.of("plan_id", "plan", requireNonNull(refused.planId()));
        }
        return constraint.equals(uniqueKey) ? taken(refused.id()) : super.refusal(constraint, refused);
    }
}

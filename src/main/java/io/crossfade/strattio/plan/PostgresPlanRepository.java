package io.crossfade.strattio.plan;

import static java.util.Objects.requireNonNull;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.PostgresAggregates;
import io.crossfade.strattio.common.PostgresStore;
import io.crossfade.strattio.common.Times;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The plans as rows. */
@Repository
class PostgresPlanRepository extends PostgresAggregates<PostgresPlan, Plan, PlanPatch> implements PlanRepository {

    /** What TIMESTAMPTZ holds. The time of a document may lie beyond, and so the key of a page that ends with it. */
    private static final Instant EARLIEST = Instant.parse("-4713-11-24T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999Z");

    private final PostgresPlanRows rows;

    PostgresPlanRepository(PostgresStore store, PostgresPlanRows rows) {
        super(store, rows, "plan", PostgresPlan.class, PostgresPlan::of, PostgresPlan::plan);
        this.rows = rows;
    }

    @Override
    protected RuntimeException refusal(String constraint, PostgresPlan refused) {
        return switch (constraint) {
            case "plans_user_id_fkey" -> ParentMissing.of("user_id", "user", Id.of(requireNonNull(refused.userId)));
            case "plans_organisation_id_fkey" ->
                ParentMissing.of("organisation_id", "organisation", Id.of(requireNonNull(refused.organisationId)));
            default -> super.refusal(constraint, refused);
        };
    }

    @Override
    public Page<Plan> listOf(Id userId, @Nullable String after, int limit) {
        PlanKey last = PlanKey.of(after);
        return Page.of(Page.limit(limit), most -> readAll(after(userId, last, most)), PlanKey::text);
    }

    private List<PostgresPlan> after(Id userId, @Nullable PlanKey last, int most) {
        if (last == null || last.createdAt().isAfter(LATEST)) {
            return rows.newest(userId.uuid(), most);
        }
        return last.createdAt().isBefore(EARLIEST)
                ? List.of()
                : rows.before(userId.uuid(), last.createdAt(), last.id().uuid(), most);
    }

    /** Makes those plans belong to no organisation that belong to this one. */
    void release(Collection<Id> ids, Id organisationId) {
        store.inTransaction(() -> rows.release(uuids(ids), organisationId.uuid(), Times.now(store.clock())));
    }
}

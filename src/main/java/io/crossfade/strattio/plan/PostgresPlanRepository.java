package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.PostgresErrors;
import io.crossfade.strattio.common.Stored;
import io.crossfade.strattio.common.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The plans as rows. Foreign keys keep references whole. */
@Repository
class PostgresPlanRepository implements PlanRepository {

    /** What TIMESTAMPTZ holds. The time of a document may lie beyond, and so the key of a page that ends with it. */
    private static final Instant EARLIEST = Instant.parse("-4713-11-24T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999Z");

    private final PostgresPlanRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PostgresPlanRepository(PostgresPlanRows rows, PlatformTransactionManager manager, Clock clock) {
        this.rows = rows;
        this.transaction = new TransactionTemplate(manager);
        this.clock = clock;
    }

    @Override
    public Plan create(NewPlan plan) {
        Plan created = plan.at(Times.now(clock));
        try {
            return transaction.execute(status -> insert(plan, created));
        } catch (DataIntegrityViolationException e) {
            throw refused(e, plan.userId(), plan.organisationId());
        }
    }

    private Plan insert(NewPlan plan, Plan created) {
        while (rows.insert(created) == 0) {
            Optional<PostgresPlan> stored = rows.findById(plan.id().uuid());
            if (stored.isPresent()) {
                return plan.repeated(stored.get().toPlan());
            }
        }
        return created;
    }

    @Override
    public Optional<Plan> find(Id id) {
        return rows.findById(id.uuid()).map(PostgresPlan::toPlan);
    }

    @Override
    public Plan update(Id id, PlanPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> PlanNotFound.withId(id));
        }
        try {
            return transaction.execute(status -> {
                PostgresPlan row = rows.findWithLockById(id.uuid()).orElseThrow(() -> PlanNotFound.withId(id));
                row.apply(patch, clock);
                return rows.saveAndFlush(row).toPlan();
            });
        } catch (DataIntegrityViolationException e) {
            throw refused(e, id, (Id) patch.changes().get("organisation_id"));
        }
    }

    @Override
    public void delete(Id id) {
        transaction.executeWithoutResult(status -> {
            if (rows.remove(id.uuid()) == 0) {
                throw PlanNotFound.withId(id);
            }
        });
    }

    @Override
    public Page<Plan> listOf(Id userId, @Nullable String after, int limit) {
        PlanKey last = PlanKey.of(after);
        return Page.of(
                Page.limit(limit), most -> Stored.all(after(userId, last, most), PostgresPlan::toPlan), PlanKey::text);
    }

    private List<PostgresPlan> after(Id userId, @Nullable PlanKey last, int most) {
        if (last == null || last.createdAt().isAfter(LATEST)) {
            return rows.newest(userId.uuid(), most);
        }
        return last.createdAt().isBefore(EARLIEST)
                ? List.of()
                : rows.before(userId.uuid(), last.createdAt(), last.id().uuid(), most);
    }

    List<Id> idsOfUser(Id userId, int limit) {
        return rows.idsOfUser(userId.uuid(), Limit.of(limit)).stream()
                .map(Id::of)
                .toList();
    }

    List<Id> idsOfOrganisation(Id organisationId, int limit) {
        return rows.idsOfOrganisation(organisationId.uuid(), Limit.of(limit)).stream()
                .map(Id::of)
                .toList();
    }

    /** Makes those plans belong to no organisation that belong to this one. */
    void release(Collection<Id> ids, Id organisationId) {
        transaction.executeWithoutResult(
                status -> rows.release(ids.stream().map(Id::uuid).toList(), organisationId.uuid(), Times.now(clock)));
    }

    void removeAll(Collection<Id> ids) {
        transaction.executeWithoutResult(
                status -> rows.removeAll(ids.stream().map(Id::uuid).toList()));
    }

    private static RuntimeException refused(DataIntegrityViolationException e, Id user, @Nullable Id organisation) {
        return switch (PostgresErrors.constraint(e)) {
            case "plans_user_id_fkey" -> ParentMissing.of("user_id", "user", user);
            case "plans_organisation_id_fkey" ->
                ParentMissing.of("organisation_id", "organisation", Objects.requireNonNull(organisation));
            default -> PostgresErrors.unexpected(e);
        };
    }
}

package io.crossfade.strattio.section;

import static java.util.stream.Collectors.joining;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.PostgresErrors;
import io.crossfade.strattio.common.Stored;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.plan.PlanNotFound;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The sections as rows. Foreign keys keep references whole. */
@Repository
class PostgresSectionRepository implements SectionRepository {

    private final PostgresSectionRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PostgresSectionRepository(PostgresSectionRows rows, PlatformTransactionManager manager, Clock clock) {
        this.rows = rows;
        this.transaction = new TransactionTemplate(manager);
        this.clock = clock;
    }

    @Override
    public Section create(NewSection section) {
        Section created = section.at(Times.now(clock));
        try {
            return transaction.execute(status -> insert(section, created));
        } catch (DataIntegrityViolationException e) {
            throw refused(e, section.id(), section.planId());
        }
    }

    private Section insert(NewSection section, Section created) {
        while (rows.insert(created) == 0) {
            Optional<PostgresSection> stored = rows.findById(section.id().uuid());
            if (stored.isPresent()) {
                return section.repeated(stored.get().toSection());
            }
        }
        return created;
    }

    @Override
    public Optional<Section> find(Id id) {
        return rows.findById(id.uuid()).map(PostgresSection::toSection);
    }

    @Override
    public Section update(Id id, SectionPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> SectionNotFound.withId(id));
        }
        try {
            return transaction.execute(status -> {
                PostgresSection row = rows.findWithLockById(id.uuid()).orElseThrow(() -> SectionNotFound.withId(id));
                row.apply(patch, clock);
                return rows.saveAndFlush(row).toSection();
            });
        } catch (DataIntegrityViolationException e) {
            throw refused(e, id, id);
        }
    }

    @Override
    public void delete(Id id) {
        transaction.executeWithoutResult(status -> {
            if (rows.remove(id.uuid()) == 0) {
                throw SectionNotFound.withId(id);
            }
        });
    }

    @Override
    public Page<Section> listOf(Id planId, @Nullable String after, int limit) {
        Integer last = Page.number(after);
        long above = last == null ? Long.MIN_VALUE : last;
        return Page.of(
                Page.limit(limit),
                most -> Stored.all(rows.above(planId.uuid(), above, Limit.of(most)), PostgresSection::toSection),
                section -> String.valueOf(section.orderIndex()));
    }

    /** The plan's row is locked first: no section is inserted, and no other order set, until this one is committed. */
    @Override
    public void reorder(Id planId, List<Id> order) {
        List<UUID> wanted = order.stream().map(Id::uuid).toList();
        transaction.executeWithoutResult(status -> {
            if (rows.lockPlan(planId.uuid()).isEmpty()) {
                throw PlanNotFound.withId(planId);
            }
            List<UUID> present = rows.lockAllOf(planId.uuid());
            if (present.size() != wanted.size() || !Set.copyOf(present).equals(new HashSet<>(wanted))) {
                throw SectionOrderMismatch.of(planId);
            }
            rows.place(wanted.stream().map(UUID::toString).collect(joining(",", "{", "}")), Times.now(clock));
        });
    }

    List<Id> idsOf(Id planId, int limit) {
        return rows.idsOf(planId.uuid(), Limit.of(limit)).stream().map(Id::of).toList();
    }

    void removeAll(Collection<Id> ids) {
        transaction.executeWithoutResult(
                status -> rows.removeAll(ids.stream().map(Id::uuid).toList()));
    }

    private static RuntimeException refused(DataIntegrityViolationException e, Id id, Id planId) {
        return switch (PostgresErrors.constraint(e)) {
            case "sections_plan_id_fkey" -> ParentMissing.of("plan_id", "plan", planId);
            case "sections_plan_id_order_index_key" -> SectionPlaceTaken.by(id);
            default -> PostgresErrors.unexpected(e);
        };
    }
}

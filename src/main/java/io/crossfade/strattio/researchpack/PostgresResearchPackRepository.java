package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.PostgresErrors;
import io.crossfade.strattio.common.Stored;
import io.crossfade.strattio.plan.VersionKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The research packs as rows. Foreign keys keep references whole. */
@Repository
class PostgresResearchPackRepository implements ResearchPackRepository {

    private final PostgresResearchPackRows rows;
    private final TransactionTemplate transaction;

    PostgresResearchPackRepository(PostgresResearchPackRows rows, PlatformTransactionManager manager) {
        this.rows = rows;
        this.transaction = new TransactionTemplate(manager);
    }

    @Override
    public ResearchPack create(NewResearchPack pack) {
        ResearchPack created = pack.created();
        try {
            return transaction.execute(status -> insert(pack, created));
        } catch (DataIntegrityViolationException e) {
            throw refused(e, pack.id(), pack.planId());
        }
    }

    private ResearchPack insert(NewResearchPack pack, ResearchPack created) {
        while (rows.insert(created) == 0) {
            Optional<PostgresResearchPack> stored = rows.findById(pack.id().uuid());
            if (stored.isPresent()) {
                return pack.repeated(stored.get().toResearchPack());
            }
        }
        return created;
    }

    @Override
    public Optional<ResearchPack> find(Id id) {
        return rows.findById(id.uuid()).map(PostgresResearchPack::toResearchPack);
    }

    @Override
    public ResearchPack update(Id id, ResearchPackPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> ResearchPackNotFound.withId(id));
        }
        try {
            return transaction.execute(status -> {
                PostgresResearchPack row =
                        rows.findWithLockById(id.uuid()).orElseThrow(() -> ResearchPackNotFound.withId(id));
                row.apply(patch);
                return rows.saveAndFlush(row).toResearchPack();
            });
        } catch (DataIntegrityViolationException e) {
            throw PostgresErrors.unexpected(e);
        }
    }

    @Override
    public void delete(Id id) {
        transaction.executeWithoutResult(status -> {
            if (rows.remove(id.uuid()) == 0) {
                throw ResearchPackNotFound.withId(id);
            }
        });
    }

    @Override
    public Optional<ResearchPack> findVersion(Id planId, int version) {
        return rows.ofVersion(planId.uuid(), version, Limit.of(1)).stream()
                .findFirst()
                .map(PostgresResearchPack::toResearchPack);
    }

    @Override
    public Page<ResearchPack> listOf(Id planId, @Nullable String after, int limit) {
        VersionKey last = VersionKey.of(after);
        long below = last == null ? Long.MAX_VALUE : last.version();
        return Page.of(
                Page.limit(limit),
                most -> Stored.all(
                        rows.below(planId.uuid(), below, Limit.of(most)), PostgresResearchPack::toResearchPack),
                pack -> new VersionKey(pack.version(), pack.id()).text());
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
            case "research_packs_plan_id_fkey" -> ParentMissing.of("plan_id", "plan", planId);
            case "research_packs_plan_id_version_key" -> ResearchPackVersionTaken.by(id);
            default -> PostgresErrors.unexpected(e);
        };
    }
}

package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.PostgresErrors;
import io.crossfade.strattio.common.Stored;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.plan.VersionKey;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The financial models as rows. Foreign keys keep references whole. */
@Repository
class PostgresFinancialModelRepository implements FinancialModelRepository {

    private final PostgresFinancialModelRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PostgresFinancialModelRepository(PostgresFinancialModelRows rows, PlatformTransactionManager manager, Clock clock) {
        this.rows = rows;
        this.transaction = new TransactionTemplate(manager);
        this.clock = clock;
    }

    @Override
    public FinancialModel create(NewFinancialModel model) {
        FinancialModel created = model.at(Times.now(clock));
        try {
            return transaction.execute(status -> insert(model, created));
        } catch (DataIntegrityViolationException e) {
            throw refused(e, model.id(), model.planId());
        }
    }

    private FinancialModel insert(NewFinancialModel model, FinancialModel created) {
        while (rows.insert(created) == 0) {
            Optional<PostgresFinancialModel> stored = rows.findById(model.id().uuid());
            if (stored.isPresent()) {
                return model.repeated(stored.get().toFinancialModel());
            }
        }
        return created;
    }

    @Override
    public Optional<FinancialModel> find(Id id) {
        return rows.findById(id.uuid()).map(PostgresFinancialModel::toFinancialModel);
    }

    @Override
    public FinancialModel update(Id id, FinancialModelPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> FinancialModelNotFound.withId(id));
        }
        try {
            return transaction.execute(status -> {
                PostgresFinancialModel row =
                        rows.findWithLockById(id.uuid()).orElseThrow(() -> FinancialModelNotFound.withId(id));
                row.apply(patch, clock);
                return rows.saveAndFlush(row).toFinancialModel();
            });
        } catch (DataIntegrityViolationException e) {
            throw PostgresErrors.unexpected(e);
        }
    }

    @Override
    public void delete(Id id) {
        transaction.executeWithoutResult(status -> {
            if (rows.remove(id.uuid()) == 0) {
                throw FinancialModelNotFound.withId(id);
            }
        });
    }

    @Override
    public Optional<FinancialModel> findVersion(Id planId, int version) {
        return rows.ofVersion(planId.uuid(), version, Limit.of(1)).stream()
                .findFirst()
                .map(PostgresFinancialModel::toFinancialModel);
    }

    @Override
    public Page<FinancialModel> listOf(Id planId, @Nullable String after, int limit) {
        VersionKey last = VersionKey.of(after);
        long below = last == null ? Long.MAX_VALUE : last.version();
        return Page.of(
                Page.limit(limit),
                most -> Stored.all(
                        rows.below(planId.uuid(), below, Limit.of(most)), PostgresFinancialModel::toFinancialModel),
                model -> new VersionKey(model.version(), model.id()).text());
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
            case "financial_models_plan_id_fkey" -> ParentMissing.of("plan_id", "plan", planId);
            case "financial_models_plan_id_version_key" -> FinancialModelVersionTaken.by(id);
            default -> PostgresErrors.unexpected(e);
        };
    }
}

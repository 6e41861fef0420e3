package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoDocument;
import io.crossfade.strattio.common.MongoFields;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.plan.MongoPlanVersions;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.plan.VersionKey;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The financial models as documents. Nothing but this class keeps references whole here, for MongoDB does not. */
final class MongoFinancialModelRepository implements FinancialModelRepository, PlanDependents {

    private static final int BATCH = 100;

    private final MongoUnit<FinancialModel> models;
    private final MongoPlanVersions<FinancialModel> versions;
    private final Clock clock;
    private final PlanRepository plans;

    MongoFinancialModelRepository(MongoStore store, Clock clock, PlanRepository plans) {
        this.models = store.unit(FinancialModelMapping.MAPPING, "financial model", MongoFinancialModelRepository::read);
        this.versions = new MongoPlanVersions<>(models, model -> new VersionKey(model.version(), model.id()));
        this.clock = clock;
        this.plans = plans;
    }

    @Override
    public FinancialModel create(NewFinancialModel model) {
        return References.insert(
                () -> PlanRepository.require(plans, model.planId()),
                () -> insert(model),
                () -> removeAll(List.of(model.id())));
    }

    @Override
    public Optional<FinancialModel> find(Id id) {
        return models.find(id);
    }

    @Override
    public FinancialModel update(Id id, FinancialModelPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> FinancialModelNotFound.withId(id));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(patch.changes());
        changes.put("updated_at", Times.now(clock));
        return models.update(id, changes, () -> FinancialModelVersionTaken.by(id))
                .orElseThrow(() -> FinancialModelNotFound.withId(id));
    }

    @Override
    public void delete(Id id) {
        remove(id);
    }

    @Override
    public void deleteAllOfPlan(Id planId) {
        References.inBatches(() -> idsOf(planId, BATCH), this::removeAll);
    }

    @Override
    public Optional<FinancialModel> findVersion(Id planId, int version) {
        return versions.find(planId, version);
    }

    @Override
    public Page<FinancialModel> listOf(Id planId, @Nullable String after, int limit) {
        return versions.page(planId, VersionKey.of(after), Page.limit(limit));
    }

    /** Stores the financial model without a look at anything else than the plan's others. */
    FinancialModel insert(NewFinancialModel model) {
        Id id = model.id();
        Supplier<RuntimeException> taken = () -> FinancialModelVersionTaken.by(id);
        if (versions.isTaken(model.planId(), new VersionKey(model.version(), id))) {
            return find(id).map(model::repeated).orElseThrow(taken);
        }
        return models.insert(id, document(model.at(Times.now(clock))), model::repeated, taken);
    }

    /** Deletes the financial model and nothing else. */
    void remove(Id id) {
        if (!models.delete(id)) {
            throw FinancialModelNotFound.withId(id);
        }
    }

    List<Id> idsOf(Id planId, int limit) {
        return models.ids("plan_id", planId, limit);
    }

    void removeAll(Collection<Id> ids) {
        models.deleteAll(ids);
    }

    private static BsonDocument document(FinancialModel model) {
        return MongoDocument.of(model.id())
                .with("plan_id", model.planId())
                .with("version", model.version())
                .with("data", model.data())
                .with("created_at", model.createdAt())
                .with("updated_at", model.updatedAt())
                .bson();
    }

    private static FinancialModel read(MongoFields fields) {
        return new FinancialModel(
                fields.id(),
                fields.reference("plan_id"),
                Objects.requireNonNullElse(fields.optionalInteger("version"), 1),
                fields.json("data"),
                fields.createdAt(),
                fields.updatedAt());
    }
}

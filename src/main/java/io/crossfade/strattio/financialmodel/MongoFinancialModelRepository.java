package io.crossfade.strattio.financialmodel;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.model.Sorts;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoDocument;
import io.crossfade.strattio.common.MongoFields;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.MongoValues;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanRepository;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The financial models as documents. Nothing but this class keeps references whole here, for MongoDB does not. */
final class MongoFinancialModelRepository implements FinancialModelRepository, PlanDependents {

    private static final Bson HIGHEST_FIRST = Sorts.descending("version", "_id");
    private static final int BATCH = 100;

    private final MongoUnit<FinancialModel> models;
    private final Clock clock;
    private final PlanRepository plans;

    MongoFinancialModelRepository(MongoStore store, Clock clock, PlanRepository plans) {
        this.models = store.unit(
                FinancialModelMapping.MAPPING.collection(), "financial model", MongoFinancialModelRepository::read);
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
        changes.put("updatedAt", Times.now(clock));
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
        return models
                .list(and(of(planId), version == 1 ? in("version", 1, null) : eq("version", version)), HIGHEST_FIRST, 1)
                .stream()
                .findFirst();
    }

    @Override
    public Page<FinancialModel> listOf(Id planId, @Nullable String after, int limit) {
        Integer before = Page.number(after);
        Bson filter = before == null ? of(planId) : and(of(planId), lower(before));
        return Page.of(
                models.list(filter, HIGHEST_FIRST, Page.limit(limit) + 1),
                limit,
                model -> String.valueOf(model.version()));
    }

    private static Bson of(Id planId) {
        return eq("planId", MongoValues.bson(planId));
    }

    /** A missing version is version 1. */
    private static Bson lower(int version) {
        return version > 1 ? or(lt("version", version), eq("version", null)) : lt("version", version);
    }

    /** Stores the financial model without a look at anything else. */
    FinancialModel insert(NewFinancialModel model) {
        FinancialModel created = model.at(Times.now(clock));
        return models.insert(
                model.id(), document(created), model::repeated, () -> FinancialModelVersionTaken.by(model.id()));
    }

    /** Deletes the financial model and nothing else. */
    void remove(Id id) {
        if (!models.delete(id)) {
            throw FinancialModelNotFound.withId(id);
        }
    }

    List<Id> idsOf(Id planId, int limit) {
        return models.ids("planId", planId, limit);
    }

    void removeAll(Collection<Id> ids) {
        models.deleteAll(ids);
    }

    private static BsonDocument document(FinancialModel model) {
        return MongoDocument.of(model.id())
                .with("planId", model.planId())
                .with("version", model.version())
                .with("data", model.data())
                .with("createdAt", model.createdAt())
                .with("updatedAt", model.updatedAt())
                .bson();
    }

    private static FinancialModel read(MongoFields fields) {
        return new FinancialModel(
                fields.id(),
                fields.reference("planId"),
                Objects.requireNonNullElse(fields.optionalInteger("version"), 1),
                fields.json("data"),
                fields.createdAt(),
                fields.updatedAt());
    }
}

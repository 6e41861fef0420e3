package io.crossfade.strattio.researchpack;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.model.Sorts;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.MongoDocument;
import io.crossfade.strattio.common.MongoFields;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.MongoValues;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanRepository;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The research packs as documents. Nothing but this class keeps references whole here, for MongoDB does not. */
final class MongoResearchPackRepository implements ResearchPackRepository, PlanDependents {

    private static final Bson HIGHEST_FIRST = Sorts.descending("version", "_id");
    private static final int BATCH = 100;

    private final MongoUnit<ResearchPack> packs;
    private final PlanRepository plans;

    MongoResearchPackRepository(MongoStore store, PlanRepository plans) {
        this.packs = store.unit(
                ResearchPackMapping.MAPPING.collection(), "research pack", MongoResearchPackRepository::read);
        this.plans = plans;
    }

    @Override
    public ResearchPack create(NewResearchPack pack) {
        return References.insert(
                () -> PlanRepository.require(plans, pack.planId()),
                () -> insert(pack),
                () -> removeAll(List.of(pack.id())));
    }

    @Override
    public Optional<ResearchPack> find(Id id) {
        return packs.find(id);
    }

    @Override
    public ResearchPack update(Id id, ResearchPackPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> ResearchPackNotFound.withId(id));
        }
        return packs.update(id, patch.changes(), () -> ResearchPackVersionTaken.by(id))
                .orElseThrow(() -> ResearchPackNotFound.withId(id));
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
    public Optional<ResearchPack> findVersion(Id planId, int version) {
        return packs
                .list(and(of(planId), version == 1 ? in("version", 1, null) : eq("version", version)), HIGHEST_FIRST, 1)
                .stream()
                .findFirst();
    }

    @Override
    public Page<ResearchPack> listOf(Id planId, @Nullable String after, int limit) {
        Integer before = Page.number(after);
        Bson filter = before == null ? of(planId) : and(of(planId), lower(before));
        return Page.of(
                packs.list(filter, HIGHEST_FIRST, Page.limit(limit) + 1),
                limit,
                pack -> String.valueOf(pack.version()));
    }

    private static Bson of(Id planId) {
        return eq("planId", MongoValues.bson(planId));
    }

    /** A missing version is version 1. */
    private static Bson lower(int version) {
        return version > 1 ? or(lt("version", version), eq("version", null)) : lt("version", version);
    }

    /** Stores the research pack without a look at anything else. */
    ResearchPack insert(NewResearchPack pack) {
        ResearchPack created = pack.created();
        return packs.insert(pack.id(), document(created), pack::repeated, () -> ResearchPackVersionTaken.by(pack.id()));
    }

    /** Deletes the research pack and nothing else. */
    void remove(Id id) {
        if (!packs.delete(id)) {
            throw ResearchPackNotFound.withId(id);
        }
    }

    List<Id> idsOf(Id planId, int limit) {
        return packs.ids("planId", planId, limit);
    }

    void removeAll(Collection<Id> ids) {
        packs.deleteAll(ids);
    }

    private static BsonDocument document(ResearchPack pack) {
        return MongoDocument.of(pack.id())
                .with("planId", pack.planId())
                .with("version", pack.version())
                .with("status", pack.status())
                .with("data", pack.data())
                .with("qualityScore", pack.qualityScore())
                .with("dataSources", pack.dataSources())
                .with("missingData", pack.missingData())
                .with("retrievedAt", pack.retrievedAt())
                .with("expiresAt", pack.expiresAt())
                .bson();
    }

    private static ResearchPack read(MongoFields fields) {
        return new ResearchPack(
                fields.id(),
                fields.reference("planId"),
                Objects.requireNonNullElse(fields.optionalInteger("version"), 1),
                Objects.requireNonNullElse(fields.optionalText("status"), "pending"),
                fields.json("data"),
                fields.optionalInteger("qualityScore"),
                fields.optionalTexts("dataSources"),
                fields.json("missingData", Json.emptyArray()),
                fields.optionalTime("retrievedAt"),
                fields.optionalTime("expiresAt"));
    }
}

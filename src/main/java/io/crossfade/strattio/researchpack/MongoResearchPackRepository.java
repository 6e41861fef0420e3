package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.MongoDocument;
import io.crossfade.strattio.common.MongoFields;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.plan.MongoPlanVersions;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.plan.VersionKey;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The research packs as documents. Nothing but this class keeps references whole here, for MongoDB does not. */
final class MongoResearchPackRepository implements ResearchPackRepository, PlanDependents {

    private static final int BATCH = 100;

    private final MongoUnit<ResearchPack> packs;
    private final MongoPlanVersions<ResearchPack> versions;
    private final PlanRepository plans;

    MongoResearchPackRepository(MongoStore store, PlanRepository plans) {
        this.packs = store.unit(ResearchPackMapping.MAPPING, "research pack", MongoResearchPackRepository::read);
        this.versions = new MongoPlanVersions<>(packs, pack -> new VersionKey(pack.version(), pack.id()));
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
        return versions.find(planId, version);
    }

    @Override
    public Page<ResearchPack> listOf(Id planId, @Nullable String after, int limit) {
        return versions.page(planId, VersionKey.of(after), Page.limit(limit));
    }

    /** Stores the research pack without a look at anything else than the plan's others. */
    ResearchPack insert(NewResearchPack pack) {
        Id id = pack.id();
        Supplier<RuntimeException> taken = () -> ResearchPackVersionTaken.by(id);
        if (versions.isTaken(pack.planId(), new VersionKey(pack.version(), id))) {
            return find(id).map(pack::repeated).orElseThrow(taken);
        }
        return packs.insert(id, document(pack.created()), pack::repeated, taken);
    }

    /** Deletes the research pack and nothing else. */
    void remove(Id id) {
        if (!packs.delete(id)) {
            throw ResearchPackNotFound.withId(id);
        }
    }

    List<Id> idsOf(Id planId, int limit) {
        return packs.ids("plan_id", planId, limit);
    }

    void removeAll(Collection<Id> ids) {
        packs.deleteAll(ids);
    }

    private static BsonDocument document(ResearchPack pack) {
        return MongoDocument.of(pack.id())
                .with("plan_id", pack.planId())
                .with("version", pack.version())
                .with("status", pack.status())
                .with("data", pack.data())
                .with("quality_score", pack.qualityScore())
                .with("data_sources", pack.dataSources())
                .with("missing_data", pack.missingData())
                .with("retrieved_at", pack.retrievedAt())
                .with("expires_at", pack.expiresAt())
                .bson();
    }

    private static ResearchPack read(MongoFields fields) {
        return new ResearchPack(
                fields.id(),
                fields.reference("plan_id"),
                Objects.requireNonNullElse(fields.optionalInteger("version"), 1),
                Objects.requireNonNullElse(fields.optionalText("status"), "pending"),
                fields.json("data"),
                fields.optionalInteger("quality_score"),
                fields.optionalTexts("data_sources"),
                fields.json("missing_data", Json.emptyArray()),
                fields.optionalTime("retrieved_at"),
                fields.optionalTime("expires_at"));
    }
}

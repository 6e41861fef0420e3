package io.crossfade.strattio.plan;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.Updates;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoDocument;
import io.crossfade.strattio.common.MongoFields;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.MongoValues;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.organisation.OrganisationDependents;
import io.crossfade.strattio.user.UserDependents;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The plans as documents. Nothing but this class keeps references whole here, for MongoDB does not. */
final class MongoPlanRepository implements PlanRepository, UserDependents, OrganisationDependents {

    private static final int BATCH = 100;

    private final MongoUnit<Plan> plans;
    private final MongoPlanPages pages;
    private final Clock clock;
    private final PlanParents parents;
    private final PlanDependents dependents;

    MongoPlanRepository(MongoStore store, Clock clock, PlanParents parents, PlanDependents dependents) {
        this.plans = store.unit(PlanMapping.MAPPING, "plan", MongoPlanRepository::read);
        this.pages = new MongoPlanPages(plans);
        this.clock = clock;
        this.parents = parents;
        this.dependents = dependents;
    }

    @Override
    public Plan create(NewPlan plan) {
        return References.insert(
                () -> parents.require(plan.userId(), plan.organisationId()),
                () -> insert(plan),
                () -> removeAll(List.of(plan.id())));
    }

    @Override
    public Optional<Plan> find(Id id) {
        return plans.find(id);
    }

    @Override
    public Plan update(Id id, PlanPatch patch) {
        return parents.update(
                patch, () -> change(id, patch), organisation -> release(List.of(id), organisation), () -> find(id));
    }

    @Override
    public void delete(Id id) {
        References.delete(() -> dependents.deleteAllOfPlan(id), () -> remove(id));
    }

    @Override
    public Page<Plan> listOf(Id userId, @Nullable String after, int limit) {
        return pages.page(userId, PlanKey.of(after), Page.limit(limit));
    }

    @Override
    public void deleteAllOf(Id userId) {
        References.inBatches(() -> idsOfUser(userId, BATCH), ids -> {
            ids.forEach(dependents::deleteAllOfPlan);
            removeAll(ids);
            ids.forEach(dependents::deleteAllOfPlan);
        });
    }

    @Override
    public void releaseAllOf(Id organisationId) {
        References.inBatches(() -> idsOfOrganisation(organisationId, BATCH), ids -> release(ids, organisationId));
    }

    /** Stores the plan without a look at anything else. */
    Plan insert(NewPlan plan) {
        Plan created = plan.at(Times.now(clock));
        return plans.insert(
                plan.id(), document(created), plan::repeated, () -> AlreadyExists.withId("plan", plan.id()));
    }

    /** Changes the plan without a look at anything else. */
    Plan change(Id id, PlanPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> PlanNotFound.withId(id));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(patch.changes());
        changes.put("updated_at", Times.now(clock));
        return plans.update(id, changes, () -> AlreadyExists.withId("plan", id))
                .orElseThrow(() -> PlanNotFound.withId(id));
    }

    /** Deletes the plan and nothing else. */
    void remove(Id id) {
        if (!plans.delete(id)) {
            throw PlanNotFound.withId(id);
        }
    }

    void removeAll(Collection<Id> ids) {
        plans.deleteAll(ids);
    }

    /** Makes those plans belong to no organisation that belong to this one. */
    void release(Collection<Id> ids, Id organisationId) {
        plans.documents()
                .updateMany(
                        and(MongoUnit.byIds(ids), eq("organisation_id", MongoValues.bson(organisationId))),
                        Updates.combine(
                                Updates.unset("organisation_id"),
                                Updates.set("updated_at", Date.from(Times.now(clock)))));
    }

    List<Id> idsOfUser(Id userId, int limit) {
        return plans.ids("user_id", userId, limit);
    }

    List<Id> idsOfOrganisation(Id organisationId, int limit) {
        return plans.ids("organisation_id", organisationId, limit);
    }

    private static BsonDocument document(Plan plan) {
        return MongoDocument.of(plan.id())
                .with("user_id", plan.userId())
                .with("organisation_id", plan.organisationId())
                .with("name", plan.name())
                .with("status", plan.status())
                .with("plan_purpose", plan.planPurpose())
                .with("intake_data", plan.intakeData())
                .with("generation_metadata", plan.generationMetadata())
                .with("error", plan.error())
                .with("completed_at", plan.completedAt())
                .with("created_at", plan.createdAt())
                .with("updated_at", plan.updatedAt())
                .bson();
    }

    private static Plan read(MongoFields fields) {
        return new Plan(
                fields.id(),
                fields.reference("user_id"),
                fields.optionalReference("organisation_id"),
                fields.text("name"),
                fields.coded("status", PlanStatus.DRAFT, PlanStatus::of),
                fields.coded("plan_purpose", PlanPurpose.GENERIC, PlanPurpose::of),
                fields.json("intake_data"),
                fields.optionalJson("generation_metadata"),
                fields.optionalText("error"),
                fields.optionalTime("completed_at"),
                fields.createdAt(),
                fields.updatedAt());
    }
}

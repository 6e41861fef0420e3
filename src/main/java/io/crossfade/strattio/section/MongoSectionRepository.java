package io.crossfade.strattio.section;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

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
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanNotFound;
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

/** The sections as documents. Nothing but this class keeps references whole here, for MongoDB does not. */
final class MongoSectionRepository implements SectionRepository, PlanDependents {

    private static final int BATCH = 100;

    private final MongoUnit<Section> sections;
    private final MongoSectionOrder order;
    private final Clock clock;
    private final PlanRepository plans;

    MongoSectionRepository(MongoStore store, Clock clock, PlanRepository plans) {
        this.sections = store.unit(SectionMapping.MAPPING, "section", MongoSectionRepository::read);
        this.order = new MongoSectionOrder(sections, clock);
        this.clock = clock;
        this.plans = plans;
    }

    @Override
    public Section create(NewSection section) {
        return References.insert(
                () -> PlanRepository.require(plans, section.planId()),
                () -> insert(section),
                () -> removeAll(List.of(section.id())));
    }

    @Override
    public Optional<Section> find(Id id) {
        return sections.find(id);
    }

    @Override
    public Section update(Id id, SectionPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> SectionNotFound.withId(id));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(patch.changes());
        changes.put("updated_at", Times.now(clock));
        return sections.update(id, changes, () -> SectionPlaceTaken.by(id))
                .orElseThrow(() -> SectionNotFound.withId(id));
    }

    @Override
    public void delete(Id id) {
        remove(id);
    }

    @Override
    public Page<Section> listOf(Id planId, @Nullable String after, int limit) {
        Integer last = Page.number(after);
        Bson filter = last == null ? of(planId) : and(of(planId), gt("order_index", last));
        Page<Section> page = Page.of(
                Page.limit(limit),
                most -> sections.list(filter, Sorts.ascending("order_index"), most),
                section -> String.valueOf(section.orderIndex()));
        return last == null || page.next() != null
                ? page
                : page.passingOver(
                        sections.unreadable(and(of(planId), MongoUnit.otherThan("order_index", MongoUnit.NUMBERS))));
    }

    @Override
    public void reorder(Id planId, List<Id> wanted) {
        PlanNotFound.ifMissing(plans, planId);
        place(planId, wanted);
    }

    /** Puts the sections into that order without a look at the plan. */
    void place(Id planId, List<Id> wanted) {
        order.set(planId, wanted);
    }

    @Override
    public void deleteAllOfPlan(Id planId) {
        References.inBatches(() -> idsOf(planId, BATCH), this::removeAll);
    }

    /** Stores the section without a look at anything else. */
    Section insert(NewSection section) {
        Section created = section.at(Times.now(clock));
        return sections.insert(
                section.id(), document(created), section::repeated, () -> SectionPlaceTaken.by(section.id()));
    }

    void remove(Id id) {
        if (!sections.delete(id)) {
            throw SectionNotFound.withId(id);
        }
    }

    void removeAll(Collection<Id> ids) {
        sections.deleteAll(ids);
    }

    List<Id> idsOf(Id planId, int limit) {
        return sections.ids("plan_id", planId, limit);
    }

    private static Bson of(Id planId) {
        return eq("plan_id", MongoValues.bson(planId));
    }

    private static BsonDocument document(Section section) {
        return MongoDocument.of(section.id())
                .with("plan_id", section.planId())
                .with("section_type", section.sectionType())
                .with("title", section.title())
                .with("content", section.content())
                .with("word_count", section.wordCount())
                .with("order_index", section.orderIndex())
                .with("ai_generated", section.aiGenerated())
                .with("edited_by_user", section.editedByUser())
                .with("generation_metadata", section.generationMetadata())
                .with("data_citations", section.dataCitations())
                .with("created_at", section.createdAt())
                .with("updated_at", section.updatedAt())
                .bson();
    }

    private static Section read(MongoFields fields) {
        return new Section(
                fields.id(),
                fields.reference("plan_id"),
                fields.text("section_type"),
                fields.text("title"),
                fields.text("content"),
                Objects.requireNonNullElse(fields.optionalInteger("word_count"), 0),
                fields.integer("order_index"),
                fields.bool("ai_generated", true),
                fields.bool("edited_by_user", false),
                fields.optionalJson("generation_metadata"),
                fields.json("data_citations", Json.emptyArray()),
                fields.createdAt(),
                fields.updatedAt());
    }
}

package io.crossfade.strattio.section;

import static org.springframework.data.mongodb.core.query.Criteria.where;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoAggregates;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Taken;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.stereotype.Repository;

/** The sections as documents. */
@Repository
class MongoSectionRepository extends MongoAggregates<MongoSection, Section, SectionPatch> implements SectionRepository {

    private final MongoSectionOrder order;

    MongoSectionRepository(MongoStore store) {
        super(store, SectionMapping.MAPPING, "section", MongoSection.class, MongoSection::of, MongoSection::section);
        this.order = new MongoSectionOrder(store, planId -> parts(of(planId), MongoSectionOrder.Place.class, 0));
    }

    @Override
    protected Taken taken(Id id) {
        return SectionRepository.placeTaken(id);
    }

    @Override
    public Page<Section> listOf(Id planId, @Nullable String after, int limit) {
        Integer last = Page.number(after);
        Criteria filter =
                last == null ? of(planId) : all(of(planId), where("orderIndex").gt(last));
        Page<Section> page = Page.of(
                Page.limit(limit),
                most -> list(filter, Sort.by("orderIndex"), most),
                section -> String.valueOf(section.orderIndex()));
        return last == null || page.next() != null
                ? page
                : page.passingOver(unreadable(all(of(planId), otherThan("orderIndex", NUMBERS))));
    }

    /** Without a look at the plan. */
    @Override
    public void reorder(Id planId, List<Id> wanted) {
        order.set(planId, wanted);
    }

    private static Criteria of(Id planId) {
        return where("planId").is(planId);
    }
}

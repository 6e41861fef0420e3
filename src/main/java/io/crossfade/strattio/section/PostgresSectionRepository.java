package io.crossfade.strattio.section;

import static java.util.stream.Collectors.joining;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.PostgresStore;
import io.crossfade.strattio.common.Taken;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.plan.PostgresPlanParts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Repository;

/** The sections as rows. */
@Repository
class PostgresSectionRepository extends PostgresPlanParts<PostgresSection, Section, SectionPatch>
        implements SectionRepository {

    private final PostgresSectionRows rows;

    PostgresSectionRepository(PostgresStore store, PostgresSectionRows rows) {
        super(
                store,
                rows,
                "section",
                "order_index",
                PostgresSection.class,
                PostgresSection::of,
                PostgresSection::section);
        this.rows = rows;
    }

    @Override
    protected Taken taken(Id id) {
        return SectionRepository.placeTaken(id);
    }

    @Override
    public Page<Section> listOf(Id planId, @Nullable String after, int limit) {
        Integer last = Page.number(after);
        long above = last == null ? Long.MIN_VALUE : last;
        return Page.of(
                Page.limit(limit),
                most -> readAll(rows.above(planId.uuid(), above, Limit.of(most))),
                section -> String.valueOf(section.orderIndex()));
    }

    /** The plan's row is locked first: no section is inserted, and no other order set, until this one is committed. */
    @Override
    public void reorder(Id planId, List<Id> order) {
        List<UUID> wanted = uuids(order);
        store.inTransaction(() -> {
            if (rows.lockPlan(planId.uuid()).isEmpty()) {
                throw NotFound.of("plan", planId);
            }
            List<UUID> present = rows.lockAllOf(planId.uuid());
            if (present.size() != wanted.size() || !Set.copyOf(present).equals(new HashSet<>(wanted))) {
                throw SectionOrderMismatch.of(planId);
            }
            rows.place(wanted.stream().map(UUID::toString).collect(joining(",", "{", "}")), Times.now(store.clock()));
        });
    }
}

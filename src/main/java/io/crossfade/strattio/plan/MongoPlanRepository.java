package io.crossfade.strattio.plan;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoAggregates;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Stored;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import org.bson.BsonType;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Repository;

/**
 * The plans as documents. A plan without a time of creation has that of its id, which no index knows: such plans are looked up by id and
 * merged into the pages, so that the order is the rows' order.
 */
@Repository
class MongoPlanRepository extends MongoAggregates<MongoPlan, Plan, PlanPatch> implements PlanRepository {

    private static final Comparator<Plan> NEWEST_FIRST = Comparator.comparing(Plan::createdAt)
            .thenComparing(Plan::id, Id.ORDER)
            .reversed();

    MongoPlanRepository(MongoStore store) {
        super(store, PlanMapping.MAPPING, "plan", MongoPlan.class, MongoPlan::of, MongoPlan::plan);
    }

    @Override
    public Page<Plan> listOf(Id userId, @Nullable String after, int limit) {
        PlanKey last = PlanKey.of(after);
        Criteria user = where("userId").is(userId);
        Criteria undated = where("createdAt").is(null);
        Criteria dated = last == null ? where("createdAt").ne(null) : before(last);
        Criteria undatedBefore =
                last == null ? undated : all(undated, where("id").lt(firstNotOlder(last)));
        Page<Plan> page = Page.of(
                Page.limit(limit),
                most -> Stored.merge(
                        list(all(user, dated), Sort.by("createdAt", "id").descending(), most),
                        list(all(user, undatedBefore), Sort.by("id").descending(), most),
                        NEWEST_FIRST,
                        most),
                PlanKey::text);
        return last == null || page.next() != null ? page : page.passingOver(unreadable(all(user, withoutPlace())));
    }

    /** What no key of a page compares with. */
    private static Criteria withoutPlace() {
        return new Criteria()
                .orOperator(
                        otherThan("createdAt", BsonType.DATE_TIME),
                        all(where("createdAt").is(null), ofType("id", BsonType.BINARY)));
    }

    private static Criteria before(PlanKey last) {
        return new Criteria()
                .orOperator(
                        where("createdAt").lt(last.createdAt()),
                        all(where("createdAt").is(last.createdAt()), before(last.id())));
    }

    /** The least id of 24 digits whose plan, were it undated, would not come after the key. */
    private static Id firstNotOlder(PlanKey last) {
        Instant time = last.createdAt();
        Id from = first(time.getEpochSecond());
        Id to = first(time.getEpochSecond() + 1);
        if (time.getNano() != 0) {
            return to;
        }
        if (!last.id().isObjectId()) {
            return from;
        }
        return Id.ORDER.compare(last.id(), from) < 0 ? from : Id.ORDER.compare(last.id(), to) > 0 ? to : last.id();
    }

    /** The first id of that second. */
    private static Id first(long seconds) {
        return Id.of("%08x".formatted(Math.clamp(seconds, 0, 0xffffffffL)) + "0".repeat(16));
    }

    /** Makes those plans belong to no organisation that belong to this one. */
    void release(Collection<Id> ids, Id organisationId) {
        template.update(type)
                .matching(query(where("id").in(ids).and("organisationId").is(organisationId)))
                .apply(new Update().unset("organisationId").set("updatedAt", now()))
                .all();
    }
}

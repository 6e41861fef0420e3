package io.crossfade.strattio.plan;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.type;

import com.mongodb.client.model.Sorts;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.MongoValues;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Stored;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bson.BsonType;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A user's plans, the newest first. A plan without a time of creation has that of its id, which no index knows: such
 * plans are looked up by id and merged in, so that the order is the rows' order.
 */
final class MongoPlanPages {

    private static final Comparator<Plan> NEWEST_FIRST = Comparator.comparing(Plan::createdAt)
            .thenComparing(Plan::id, Id.ORDER)
            .reversed();

    /** What no key of a page compares with. */
    private static final Bson WITHOUT_PLACE = or(
            MongoUnit.otherThan("created_at", List.of(BsonType.DATE_TIME)),
            and(eq("created_at", null), type("_id", BsonType.BINARY)));

    private final MongoUnit<Plan> plans;

    MongoPlanPages(MongoUnit<Plan> plans) {
        this.plans = plans;
    }

    Page<Plan> page(Id userId, @Nullable PlanKey last, int limit) {
        Bson user = eq("user_id", MongoValues.bson(userId));
        Bson dated = last == null ? ne("created_at", null) : before(last);
        Bson undated =
                last == null ? eq("created_at", null) : and(eq("created_at", null), lt("_id", firstNotOlder(last)));
        Page<Plan> page = Page.of(
                limit,
                most -> Stored.merge(
                        plans.list(and(user, dated), Sorts.descending("created_at", "_id"), most),
                        plans.list(and(user, undated), Sorts.descending("_id"), most),
                        NEWEST_FIRST,
                        most),
                PlanKey::text);
        return last == null || page.next() != null
                ? page
                : page.passingOver(plans.unreadable(and(user, WITHOUT_PLACE)));
    }

    private static Bson before(PlanKey last) {
        Date time = Date.from(last.createdAt());
        return or(lt("created_at", time), and(eq("created_at", time), MongoUnit.before(last.id())));
    }

    /** The least ObjectId whose plan, were it undated, would not come after the key. */
    private static ObjectId firstNotOlder(PlanKey last) {
        Instant time = last.createdAt();
        ObjectId from = new ObjectId(hex(time.getEpochSecond()));
        ObjectId to = new ObjectId(hex(time.getEpochSecond() + 1));
        if (time.getNano() != 0) {
            return to;
        }
        if (!last.id().isObjectId()) {
            return from;
        }
        ObjectId id = new ObjectId(last.id().text());
        return id.compareTo(from) < 0 ? from : id.compareTo(to) > 0 ? to : id;
    }

    private static String hex(long seconds) {
        return "%08x".formatted(Math.clamp(seconds, 0, 0xffffffffL)) + "0".repeat(16);
    }
}

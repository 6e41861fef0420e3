package io.crossfade.strattio.plan;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.model.Sorts;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.MongoValues;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Stored;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Documents of which a plan has one per version. A document without a version is of version 1, as its row is; MongoDB's unique
 * index takes it for another, so both may be there, and no row could be made of the second. The service creates none without.
 */
public final class MongoPlanVersions<T> {

    private static final int OF_THE_VERSIONLESS = 1;
    private static final Bson VERSIONLESS = eq("version", null);
    private static final Bson HIGHEST_FIRST = Sorts.descending("version", "_id");

    private final MongoUnit<T> documents;
    private final Function<T, VersionKey> key;

    public MongoPlanVersions(MongoUnit<T> documents, Function<T, VersionKey> key) {
        this.documents = documents;
        this.key = key;
    }

    /** Whether a document other than that one, without a version, is the plan's of that version. No index would tell. */
    public boolean isTaken(Id planId, VersionKey wanted) {
        return wanted.version() == OF_THE_VERSIONLESS
                && documents
                                .documents()
                                .find(and(of(planId), VERSIONLESS, ne("_id", MongoValues.bson(wanted.id()))))
                                .first()
                        != null;
    }

    public Optional<T> find(Id planId, int version) {
        Bson wanted = version == OF_THE_VERSIONLESS ? in("version", version, null) : eq("version", version);
        return documents.list(and(of(planId), wanted), HIGHEST_FIRST, 1).stream()
                .findFirst()
                .map(Stored::get);
    }

    /** The highest version first. */
    public Page<T> page(Id planId, @Nullable VersionKey last, int limit) {
        Bson versioned = last == null ? ne("version", null) : below(last);
        return Page.of(
                limit,
                most -> Stored.merge(
                        documents.list(and(of(planId), versioned), HIGHEST_FIRST, most),
                        versionlessAfter(planId, last, most),
                        Comparator.comparing(key, VersionKey.ORDER).reversed(),
                        most),
                item -> key.apply(item).text());
    }

    private List<Stored<T>> versionlessAfter(Id planId, @Nullable VersionKey last, int limit) {
        if (last != null && last.version() < OF_THE_VERSIONLESS) {
            return List.of();
        }
        Bson wanted = and(of(planId), VERSIONLESS);
        return documents.list(
                last != null && last.version() == OF_THE_VERSIONLESS
                        ? and(wanted, MongoUnit.before(last.id()))
                        : wanted,
                Sorts.descending("_id"),
                limit);
    }

    private static Bson below(VersionKey last) {
        return or(lt("version", last.version()), and(eq("version", last.version()), MongoUnit.before(last.id())));
    }

    private static Bson of(Id planId) {
        return eq("plan_id", MongoValues.bson(planId));
    }
}

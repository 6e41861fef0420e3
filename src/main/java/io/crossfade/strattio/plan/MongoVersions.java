package io.crossfade.strattio.plan;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.crossfade.migration.UnitMapping;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoAggregates;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Patch;
import io.crossfade.strattio.common.Stored;
import io.crossfade.strattio.common.Taken;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.query.Criteria;

/**
 * Versions as documents. A document without a version is of version 1, as its row is; MongoDB's unique index takes it for another, so both
 * may be there, and no row could be made of the second. The service creates none without.
 */
public abstract class MongoVersions<D, T extends Version<T>, P extends Patch<P>> extends MongoAggregates<D, T, P>
        implements VersionRepository<T, P> {

    private static final int OF_THE_VERSIONLESS = 1;
    private static final Sort HIGHEST_FIRST = Sort.by("version", "id").descending();

    protected MongoVersions(
            MongoStore store,
            UnitMapping mapping,
            String kind,
            Class<D> type,
            Function<T, D> document,
            Function<D, T> item) {
        super(store, mapping, kind, type, document, item);
    }

    @Override
    protected Taken taken(Id id) {
        return Version.taken(kind, id);
    }

    @Override
    public T create(T given) {
        return isTaken(given) ? repeated(given).orElseThrow(() -> taken(given.id())) : super.create(given);
    }

    /** Whether another document, without a version, is the plan's of that version. No index would tell. */
    private boolean isTaken(T wanted) {
        return wanted.version() == OF_THE_VERSIONLESS
                && template.exists(
                        query(all(
                                of(wanted.planId()), versionless(), where("id").ne(wanted.id()))),
                        type);
    }

    @Override
    public Optional<T> findVersion(Id planId, int version) {
        Criteria wanted = version == OF_THE_VERSIONLESS
                ? where("version").in(version, null)
                : where("version").is(version);
        return list(all(of(planId), wanted), HIGHEST_FIRST, 1).stream()
                .findFirst()
                .map(Stored::get);
    }

    @Override
    public Page<T> listOf(Id planId, @Nullable String after, int limit) {
        VersionKey last = VersionKey.of(after);
        Criteria versioned = last == null ? where("version").ne(null) : below(last);
        return Page.of(
                Page.limit(limit),
                most -> Stored.merge(
                        list(all(of(planId), versioned), HIGHEST_FIRST, most),
                        versionlessAfter(planId, last, most),
                        Comparator.comparing((T each) -> each.key(), VersionKey.ORDER)
                                .reversed(),
                        most),
                item -> item.key().text());
    }

    private List<Stored<T>> versionlessAfter(Id planId, @Nullable VersionKey last, int limit) {
        if (last != null && last.version() < OF_THE_VERSIONLESS) {
            return List.of();
        }
        Criteria wanted = all(of(planId), versionless());
        return list(
                last != null && last.version() == OF_THE_VERSIONLESS ? all(wanted, before(last.id())) : wanted,
                Sort.by("id").descending(),
                limit);
    }

    private static Criteria below(VersionKey last) {
        return new Criteria()
                .orOperator(
                        where("version").lt(last.version()),
                        all(where("version").is(last.version()), before(last.id())));
    }

    private static Criteria versionless() {
        return where("version").is(null);
    }

    private static Criteria of(Id planId) {
        return where("planId").is(planId);
    }
}

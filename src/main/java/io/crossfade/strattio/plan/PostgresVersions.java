package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Patch;
import io.crossfade.strattio.common.PostgresStore;
import io.crossfade.strattio.common.Taken;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;

/** Versions as rows. */
public abstract class PostgresVersions<E extends PostgresPlanPart, T extends Version<T>, P extends Patch<P>>
        extends PostgresPlanParts<E, T, P> implements VersionRepository<T, P> {

    private final PostgresVersionRows<E> rows;

    protected PostgresVersions(
            PostgresStore store,
            PostgresVersionRows<E> rows,
            String kind,
            Class<E> type,
            Function<T, E> row,
            Function<E, T> item) {
        super(store, rows, kind, "version", type, row, item);
        this.rows = rows;
    }

    @Override
    protected Taken taken(Id id) {
        return Version.taken(kind, id);
    }

    @Override
    public Optional<T> findVersion(Id planId, int version) {
        return rows.ofVersion(planId.uuid(), version, Limit.of(1)).stream()
                .findFirst()
                .map(this::read);
    }

    @Override
    public Page<T> listOf(Id planId, @Nullable String after, int limit) {
        VersionKey last = VersionKey.of(after);
        long below = last == null ? Long.MAX_VALUE : last.version();
        return Page.of(
                Page.limit(limit), most -> readAll(rows.below(planId.uuid(), below, Limit.of(most))), item -> item.key()
                        .text());
    }
}

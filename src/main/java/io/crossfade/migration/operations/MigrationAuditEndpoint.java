package io.crossfade.migration.operations;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Audit;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** Who moved, copied, verified or re-drove what, when and why; the latest first. */
@Endpoint(id = "migrationaudit", defaultAccess = Access.READ_ONLY)
final class MigrationAuditEndpoint {

    private static final int LARGEST = 500;

    private final Audit audit;
    private final StoreNames names;

    MigrationAuditEndpoint(Audit audit, StoreNames names) {
        this.audit = audit;
        this.names = names;
    }

    /** An entry, its phases by the names that people know. */
    record Item(
            long id,
            Instant at,
            String unit,
            String action,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer percent,
            @Nullable Long epoch,
            String actor,
            @Nullable String reason,
            String outcome,
            @Nullable String detail) {}

    /** @param next what to give as {@code before} for the next page; null at the end */
    record View(List<Item> entries, @Nullable Long next) implements OperationResponseBody {}

    @ReadOperation
    View list(@Nullable String unit, @Nullable Long before, @Nullable Integer limit) throws SQLException {
        int most = limit == null ? 100 : Math.clamp(limit, 1, LARGEST);
        List<Audit.Entry> found = audit.list(unit, before, most + 1);
        boolean more = found.size() > most;
        List<Item> page = found.stream().limit(most).map(this::item).toList();
        return new View(page, more ? page.getLast().id() : null);
    }

    private Item item(Audit.Entry entry) {
        return new Item(
                entry.id(),
                entry.at(),
                entry.unit(),
                entry.action(),
                name(entry.from()),
                name(entry.to()),
                entry.percent(),
                entry.epoch(),
                entry.actor(),
                entry.reason(),
                entry.outcome(),
                entry.detail() == null ? null : names.in(entry.detail()));
    }

    private @Nullable String name(@Nullable Phase phase) {
        return phase == null ? null : names.of(phase);
    }
}

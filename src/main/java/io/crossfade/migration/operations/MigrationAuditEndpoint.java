package io.crossfade.migration.operations;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Audit;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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

    /**
     * An entry, its phases by the names that people know.
     *
     * @param attempt the same for the entry before something is done and the one of what came of it
     * @param instance which one wrote it
     */
    record Item(
            long id,
            Instant at,
            @Nullable UUID attempt,
            String unit,
            String action,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer percent,
            @Nullable Long epoch,
            String actor,
            @Nullable String address,
            @Nullable String reason,
            @Nullable String instance,
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
        Audit.Attempt attempt = entry.attempt();
        return new Item(
                entry.id(),
                entry.at(),
                attempt.id(),
                attempt.unit(),
                attempt.action(),
                name(attempt.from()),
                name(attempt.to()),
                attempt.percent(),
                attempt.epoch(),
                attempt.by().name(),
                attempt.by().address(),
                attempt.reason(),
                entry.instance(),
                entry.outcome(),
                entry.detail() == null ? null : names.in(entry.detail()));
    }

    private @Nullable String name(@Nullable Phase phase) {
        return phase == null ? null : names.of(phase);
    }
}

package io.crossfade.migration.operations;

import io.crossfade.migration.KeyText;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.OneKeyFailedException;
import io.crossfade.migration.sync.Quarantine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the keys that could not be moved and why, and tries them again. A key leaves the quarantine by being synced, and in
 * no other way. A refused document itself is shown to those alone who may change things, one at a time, for a reason that is
 * written down before they see it.
 */
@Endpoint(id = "quarantine", defaultAccess = Access.UNRESTRICTED)
final class QuarantineEndpoint {

    private static final int LARGEST = 500;
    private static final int BATCH = 50;
    private static final String DOCUMENT = "document";

    private final Units units;
    private final Quarantine quarantine;
    private final KeySync sync;
    private final Audited audited;

    QuarantineEndpoint(Units units, Quarantine quarantine, KeySync sync, Audited audited) {
        this.units = units;
        this.quarantine = quarantine;
        this.sync = sync;
        this.audited = audited;
    }

    /** How many keys of each unit, by reason. */
    record Counts(Map<String, Map<String, Long>> units) implements OperationResponseBody {}

    /** @param next what to give as {@code after} for the next page; null at the end */
    record Entries(
            String unit,
            List<Quarantine.Entry> entries,
            @Nullable String next) implements OperationResponseBody {}

    /** @param document canonical Extended JSON, as text */
    record Shown(String unit, String key, String document) implements OperationResponseBody {
        /** Without the document. */
        @Override
        public String toString() {
            return "Shown[" + unit + ", " + key + "]";
        }
    }

    /** @param left how many of the unit are still set aside */
    record Tried(String unit, long tried, long released, long left) implements OperationResponseBody {}

    @ReadOperation
    Counts all() throws SQLException {
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        for (UnitMapping unit : units.all()) {
            counts.put(unit.name(), quarantine.countByReason(unit.name()));
        }
        return new Counts(counts);
    }

    /** @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    @ReadOperation
    Entries one(SecurityContext context, @Selector String unit, @Nullable String after, @Nullable Integer limit)
            throws SQLException {
        units.get(unit);
        int most = limit == null ? 100 : Math.clamp(limit, 1, LARGEST);
        List<Quarantine.Entry> found = quarantine.list(unit, after, most + 1);
        boolean more = found.size() > most;
        List<Quarantine.Entry> page = more ? found.subList(0, most) : found;
        String next = more ? Quarantine.place(page.getLast().key()) : null;
        return new Entries(
                unit,
                page.stream()
                        .map(entry -> entry.withKey(Actor.seen(context, entry.key())))
                        .toList(),
                next);
    }

    /**
     * Syncs keys again.
     *
     * @param key the one to try, or null for all that are set aside
     * @throws io.crossfade.migration.UnknownUnitException if there is no such unit
     * @throws IllegalArgumentException if it is no key
     */
    @WriteOperation
    Tried retry(SecurityContext context, @Selector String unit, @Nullable String key, @Nullable String reason)
            throws SQLException {
        units.get(unit);
        String one = key == null ? null : Quarantine.canonical(key);
        long[] counts = new long[2];
        audited.run(
                context, unit, "quarantine", one == null ? "retry all" : "retry " + KeyText.masked(one), reason, () -> {
                    if (one != null) {
                        retry(unit, List.of(one), counts);
                    } else {
                        retryAll(unit, counts);
                    }
                });
        return Audited.afterwards(() -> new Tried(unit, counts[0], counts[0] - counts[1], quarantine.count(unit)));
    }

    /**
     * One refused document. Not a read operation, for those may be called by whoever may look, and are kept by caches.
     *
     * @param part {@code document}
     * @param field the unmapped field whose value is to be shown, or null
     * @throws io.crossfade.migration.UnknownUnitException if there is no such unit
     * @throws NotFoundException if there is no such part
     * @throws RefusedOperationException if the key is not set aside, or its document was not kept, or with another key
     * @throws IllegalArgumentException if it is no key, or the document has no such field
     */
    @WriteOperation
    Shown show(
            SecurityContext context,
            @Selector String unit,
            @Selector String part,
            String key,
            String reason,
            @Nullable String field)
            throws SQLException {
        units.get(unit);
        if (!part.equals(DOCUMENT)) {
            throw new NotFoundException(
                    "Of a key that is set aside there is no '" + part + "' to be seen; there is its 'document'");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("'reason' must say why the document is looked at");
        }
        String one = Quarantine.canonical(key);
        String what = "show " + KeyText.masked(one) + (field == null ? "" : ", field '" + field + "'");
        List<String> shown = new ArrayList<>();
        audited.run(context, unit, "quarantine", what, reason, () -> shown.add(read(unit, one, field)));
        return new Shown(unit, one, shown.getFirst());
    }

    private String read(String unit, String key, @Nullable String field) throws SQLException {
        String why = quarantine
                .reason(unit, key)
                .orElseThrow(() -> new RefusedOperationException(
                        "That key is not set aside in unit '" + unit + "': it was synced since, or never was", null));
        try {
            return quarantine
                    .readable(units.get(unit), key, field)
                    .orElseThrow(() -> new RefusedOperationException(
                            "That key is set aside (" + why + "), but no document is kept of it: either"
                                    + " crossfade.quarantine.document-key was not set then, in which case set it and retry the key;"
                                    + " or it is no document that is refused, but a row, or one that takes too long to be read",
                            null));
        } catch (IllegalStateException sealed) {
            throw new RefusedOperationException(sealed.getMessage(), sealed);
        }
    }

    private void retryAll(String unit, long[] counts) throws SQLException {
        String after = null;
        OneKeyFailedException failed = null;
        while (true) {
            List<String> keys = quarantine.list(unit, after, BATCH).stream()
                    .map(Quarantine.Entry::key)
                    .toList();
            if (keys.isEmpty()) {
                break;
            }
            try {
                retry(unit, keys, counts);
            } catch (OneKeyFailedException alone) {
                failed = failed == null ? alone : failed;
            }
            after = keys.getLast();
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void retry(String unit, List<String> keys, long[] counts) {
        int refused = sync.sync(unit, keys).quarantined().size();
        counts[0] += keys.size();
        counts[1] += refused;
    }
}

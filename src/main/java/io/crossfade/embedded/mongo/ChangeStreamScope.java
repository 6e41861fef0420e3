package io.crossfade.embedded.mongo;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a change stream watches: a collection, a database, or, with neither named, everything. */
record ChangeStreamScope(
        @Nullable String database, @Nullable String collection) {

    private static final Set<String> INTERNAL = Set.of("admin", "local", "config");

    boolean includes(OplogEntry entry) {
        if (database == null) {
            return !INTERNAL.contains(entry.database());
        }
        if (collection == null) {
            return database.equals(entry.database()) || isRenamedInto(entry);
        }
        return isOwn(entry) || isRenamedInto(entry);
    }

    /** Whether what is watched is gone after this entry, which ends the stream. */
    boolean endsWith(OplogEntry entry) {
        return switch (entry.change()) {
            case OplogEntry.Drop drop -> collection != null;
            case OplogEntry.Rename rename -> collection != null;
            case OplogEntry.DropDatabase drop -> database != null && collection == null;
            default -> false;
        };
    }

    private boolean isOwn(OplogEntry entry) {
        return entry.database().equals(database) && collection != null && collection.equals(entry.collection());
    }

    private boolean isRenamedInto(OplogEntry entry) {
        return entry.change() instanceof OplogEntry.Rename rename
                && rename.toDatabase().equals(database)
                && (collection == null || rename.toCollection().equals(collection));
    }
}

package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** What a find asks for. A limit of 0 means none; {@code min} is inclusive, {@code max} exclusive, both in index order. */
record Find(
        Document filter,
        Document sort,
        int skip,
        int limit,
        Document projection,
        @Nullable Object hint,
        @Nullable Document min,
        @Nullable Document max) {

    static Find all(Document filter) {
        return of(filter, null, 0, 0, null);
    }

    static Find of(
            @Nullable Document filter, @Nullable Document sort, int skip, int limit, @Nullable Document projection) {
        return new Find(orEmpty(filter), orEmpty(sort), skip, limit, orEmpty(projection), null, null, null);
    }

    static Find fromCommand(Document command) {
        refuse(command, "collation");
        refuse(command, "tailable");
        refuse(command, "returnKey");
        refuse(command, "showRecordId");
        return new Find(
                orEmpty((Document) command.get("filter")),
                orEmpty((Document) command.get("sort")),
                Fields.number(command.get("skip"), 0),
                Math.abs(Fields.number(command.get("limit"), 0)),
                orEmpty((Document) command.get("projection")),
                command.get("hint"),
                nullIfEmpty((Document) command.get("min")),
                nullIfEmpty((Document) command.get("max")));
    }

    static void refuse(Document command, String option) {
        if (Utils.isTrue(command.get(option))) {
            throw CommandFailure.unsupported("The option '" + option + "'");
        }
    }

    private static Document orEmpty(@Nullable Document document) {
        return document == null ? new Document() : document;
    }

    private static @Nullable Document nullIfEmpty(@Nullable Document document) {
        return document == null || document.isEmpty() ? null : document;
    }
}

package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Shapes oplog entries as change events, in MongoDB's documented form and field order.
 *
 * @param oplog which log the entries are from
 * @param fullDocument one of default, updateLookup, whenAvailable, required
 * @param fullDocumentBeforeChange one of off, whenAvailable, required
 * @param lookup finds the current document of the entry's collection by id
 */
record ChangeEvents(int oplog, String fullDocument, String fullDocumentBeforeChange, Lookup lookup) {

    /** Finds a document as it is now. */
    interface Lookup {
        @Nullable
        Document find(OplogEntry entry, @Nullable Object id);
    }

    Document of(OplogEntry entry) {
        return switch (entry.change()) {
            case OplogEntry.Insert insert ->
                begin(entry, "insert", false)
                        .append("fullDocument", insert.document())
                        .append("ns", namespace(entry))
                        .append("documentKey", key(insert.id()));
            case OplogEntry.Update update -> update(entry, update);
            case OplogEntry.Replace replace ->
                withBefore(
                        begin(entry, "replace", false)
                                .append("fullDocument", replace.document())
                                .append("ns", namespace(entry))
                                .append("documentKey", key(replace.id())),
                        replace.before());
            case OplogEntry.Delete delete ->
                withBefore(
                        begin(entry, "delete", false)
                                .append("ns", namespace(entry))
                                .append("documentKey", key(delete.id())),
                        delete.before());
            case OplogEntry.Drop drop -> begin(entry, "drop", false).append("ns", namespace(entry));
            case OplogEntry.Rename rename ->
                begin(entry, "rename", false)
                        .append("ns", namespace(entry))
                        .append("to", new Document("db", rename.toDatabase()).append("coll", rename.toCollection()));
            case OplogEntry.DropDatabase drop ->
                begin(entry, "dropDatabase", false).append("ns", new Document("db", entry.database()));
        };
    }

    Document invalidate(OplogEntry entry) {
        return begin(entry, "invalidate", true);
    }

    private Document update(OplogEntry entry, OplogEntry.Update update) {
        Document event = begin(entry, "update", false);
        switch (fullDocument) {
            case "updateLookup" -> event.append("fullDocument", lookup.find(entry, update.id()));
            case "whenAvailable" -> event.append("fullDocument", update.after());
            case "required" -> event.append("fullDocument", required(update.after(), "post-image"));
            default -> {}
        }
        event.append("ns", namespace(entry))
                .append("documentKey", key(update.id()))
                .append("updateDescription", update.description());
        return withBefore(event, update.before());
    }

    private Document withBefore(Document event, @Nullable Document before) {
        switch (fullDocumentBeforeChange) {
            case "whenAvailable" -> event.append("fullDocumentBeforeChange", before);
            case "required" -> event.append("fullDocumentBeforeChange", required(before, "pre-image"));
            default -> {}
        }
        return event;
    }

    private static Document required(@Nullable Document image, String kind) {
        if (image == null) {
            throw new CommandFailure(
                    47,
                    "NoMatchingDocument",
                    "Change stream was configured to require a " + kind + ", but the " + kind + " was not found;"
                            + " enable changeStreamPreAndPostImages on the collection");
        }
        return image;
    }

    private Document begin(OplogEntry entry, String operationType, boolean invalidates) {
        return new Document("_id", new ResumeToken(entry.position(), oplog, invalidates).toDocument())
                .append("operationType", operationType)
                .append("clusterTime", new BsonTimestamp(entry.position()))
                .append("wallTime", entry.wallTime());
    }

    private static Document namespace(OplogEntry entry) {
        return new Document("db", entry.database()).append("coll", entry.collection());
    }

    private static Document key(@Nullable Object id) {
        return new Document("_id", id);
    }
}

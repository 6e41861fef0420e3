package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** find, aggregate (and with it the opening of change streams), getMore and killCursors. */
final class ReadCommands {

    private static final Set<String> START_OPTIONS = Set.of("resumeAfter", "startAfter", "startAtOperationTime");
    private static final Set<String> STREAM_OPTIONS = Set.of(
            "resumeAfter",
            "startAfter",
            "startAtOperationTime",
            "fullDocument",
            "fullDocumentBeforeChange",
            "allChangesForCluster",
            "showExpandedEvents");
    private static final Set<String> FULL_DOCUMENT = Set.of("default", "updateLookup", "whenAvailable", "required");
    private static final Set<String> BEFORE_CHANGE = Set.of("off", "whenAvailable", "required");

    private final ReplicatedBackend backend;
    private final Oplog oplog;
    private final Cursors cursors = new Cursors();

    ReadCommands(ReplicatedBackend backend, Oplog oplog) {
        this.backend = backend;
        this.oplog = oplog;
    }

    Document find(ReplicatedDatabase database, Document command) throws InterruptedException {
        String name = Fields.text(command, "find");
        ReplicatedCollection collection = database.collection(name);
        Find find = Find.fromCommand(command);
        List<Document> found = collection == null ? List.of() : collection.findProjected(find);
        return open(database, name, command, command.get("batchSize"), found);
    }

    Document aggregate(ReplicatedDatabase database, Document command) throws InterruptedException {
        Find.refuse(command, "collation");
        Find.refuse(command, "explain");
        Pipeline pipeline = Pipeline.of(backend, database, Fields.array(command, "pipeline"));
        Object target = command.get("aggregate");
        @Nullable String name = target instanceof String collection ? collection : null;
        Document options = command.get("cursor") instanceof Document given ? given : new Document();
        Document changeStream = pipeline.first("$changeStream");
        if (changeStream != null) {
            ChangeStream stream = openChangeStream(database, name, pipeline, changeStream);
            String namespace = database.getDatabaseName() + "." + (name == null ? "$cmd.aggregate" : name);
            return cursors.open(namespace, stream, batchSize(options.get("batchSize")), false);
        }
        if (name == null) {
            throw CommandFailure.unsupported("An aggregation that reads no collection");
        }
        ReplicatedCollection collection = database.collection(name);
        List<Document> result = pipeline.first("$collStats") == null
                ? pipeline.run(collection)
                : List.of(CatalogCommands.collectionStatistics(database, name));
        return open(database, name, command, options.get("batchSize"), result);
    }

    private Document open(
            ReplicatedDatabase database,
            String collection,
            Document command,
            @Nullable Object batchSize,
            List<Document> found)
            throws InterruptedException {
        String namespace = database.getDatabaseName() + "." + collection;
        boolean single = Utils.isTrue(command.get("singleBatch")) || Fields.number(command.get("limit"), 0) < 0;
        if (batchSize != null && Fields.number(batchSize, 1) == 0 && !found.isEmpty()) {
            return cursors.hold(namespace, new ResultCursor(found));
        }
        return cursors.open(namespace, new ResultCursor(found), batchSize(batchSize), single);
    }

    private static int batchSize(@Nullable Object batchSize) {
        int given = Fields.number(batchSize, ResultCursor.FIRST_BATCH_SIZE);
        return given == 0 ? ResultCursor.FIRST_BATCH_SIZE : given;
    }

    private ChangeStream openChangeStream(
            ReplicatedDatabase database, @Nullable String collection, Pipeline pipeline, Document options) {
        CommandFields.check("$changeStream", options, STREAM_OPTIONS::contains);
        Find.refuse(options, "showExpandedEvents");
        if (options.keySet().stream().filter(START_OPTIONS::contains).count() > 1) {
            throw new CommandFailure(
                    40674, "Location40674", "Only one type of resume option is allowed, but multiple were found.");
        }
        ChangeStreamScope scope = scope(database.getDatabaseName(), collection, options);
        ChangeEvents events = new ChangeEvents(
                oplog.id(),
                choice(options, "fullDocument", "default", FULL_DOCUMENT),
                choice(options, "fullDocumentBeforeChange", "off", BEFORE_CHANGE),
                backend::findById);
        ResumeToken start = startOf(options);
        if (start.oplog() != oplog.id()) {
            throw new Oplog.HistoryLost();
        }
        ChangeStream stream = new ChangeStream(oplog, scope, events, pipeline.afterChangeStream(), start.position());
        if (!start.afterInvalidate()) {
            oplog.entryAt(start.position())
                    .filter(entry -> scope.includes(entry) && scope.endsWith(entry))
                    .ifPresent(stream::resumeAtEnd);
        }
        return stream;
    }

    private static ChangeStreamScope scope(String database, @Nullable String collection, Document options) {
        if (!Utils.isTrue(options.get("allChangesForCluster"))) {
            return new ChangeStreamScope(database, collection);
        }
        if (!database.equals("admin") || collection != null) {
            throw new CommandFailure(
                    72, "InvalidOptions", "allChangesForCluster: a cluster is watched on the admin database");
        }
        return new ChangeStreamScope(null, null);
    }

    private static String choice(Document options, String name, String otherwise, Set<String> known) {
        Object given = options.getOrDefault(name, otherwise);
        if (given instanceof String chosen && known.contains(chosen)) {
            return chosen;
        }
        throw CommandFailure.badValue("Enumeration value '" + given + "' for field '" + name + "' is not valid");
    }

    private ResumeToken startOf(Document options) {
        if (options.get("resumeAfter") != null) {
            ResumeToken token = ResumeToken.parse(options.get("resumeAfter"));
            if (token.afterInvalidate()) {
                throw new CommandFailure(
                        260,
                        "InvalidResumeToken",
                        "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate"
                                + " notification.");
            }
            return token;
        }
        if (options.get("startAfter") != null) {
            return ResumeToken.parse(options.get("startAfter"));
        }
        if (options.get("startAtOperationTime") instanceof BsonTimestamp time) {
            return new ResumeToken(time.getValue() - 1, oplog.id(), true);
        }
        return new ResumeToken(oplog.time(), oplog.id(), true);
    }

    static Document count(ReplicatedDatabase database, Document command) {
        Find.refuse(command, "collation");
        ReplicatedCollection collection = database.collection(Fields.text(command, "count"));
        int count = collection == null
                ? 0
                : collection.count(
                        (Document) command.get("query"),
                        Fields.number(command.get("skip"), 0),
                        Fields.number(command.get("limit"), 0));
        return new Document("n", count);
    }

    static Document distinct(ReplicatedDatabase database, Document command) {
        Find.refuse(command, "collation");
        ReplicatedCollection collection = database.collection(Fields.text(command, "distinct"));
        return collection == null ? new Document("values", List.of()) : collection.handleDistinct(command);
    }

    Document getMore(ReplicatedDatabase database, Document command) throws InterruptedException {
        return cursors.getMore(database.getDatabaseName(), command);
    }

    Document killCursors(Document command) {
        return cursors.kill(command);
    }
}

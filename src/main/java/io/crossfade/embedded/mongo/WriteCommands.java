package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.InvalidNamespaceError;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * insert, update, delete and findAndModify. Each statement is atomic for one document; an ordered batch ends at the first
 * statement that fails, an unordered one goes on.
 */
final class WriteCommands {

    private WriteCommands() {}

    static Document insert(ReplicatedDatabase database, Document command) {
        ReplicatedCollection collection = database.collectionOrCreate(collectionName(database, command, "insert"));
        Batch batch = new Batch(command);
        for (Document document : Fields.documents(command, "documents")) {
            batch.run(() -> {
                collection.addDocument(document);
                batch.count(1, 0);
            });
        }
        return batch.reply(false);
    }

    static Document update(ReplicatedDatabase database, Document command) {
        ReplicatedCollection collection = database.collectionOrCreate(collectionName(database, command, "update"));
        Batch batch = new Batch(command);
        for (Document statement : Fields.documents(command, "updates")) {
            batch.run(() -> {
                Find.refuse(statement, "collation");
                Find.refuse(statement, "arrayFilters");
                Document update = updateOf(statement.get("u"));
                Document result = collection.updateDocuments(
                        Fields.document(statement, "q"),
                        update,
                        ArrayFilters.empty(),
                        Utils.isTrue(statement.get("multi")),
                        Utils.isTrue(statement.get("upsert")),
                        NoopOplog.get());
                batch.count(Fields.number(result.get("n"), 0), Fields.number(result.get("nModified"), 0));
                if (result.containsKey("upserted")) {
                    batch.upserted(result.get("upserted"));
                }
            });
        }
        return batch.reply(true);
    }

    static Document delete(ReplicatedDatabase database, Document command) {
        ReplicatedCollection collection = database.collection(collectionName(database, command, "delete"));
        Batch batch = new Batch(command);
        for (Document statement : Fields.documents(command, "deletes")) {
            batch.run(() -> {
                Find.refuse(statement, "collation");
                int limit = Fields.number(statement.get("limit"), 0);
                Document selector = Fields.document(statement, "q");
                batch.count(collection == null ? 0 : collection.deleteDocuments(selector, limit, NoopOplog.get()), 0);
            });
        }
        return batch.reply(false);
    }

    static Document findAndModify(ReplicatedDatabase database, Document command) {
        Find.refuse(command, "collation");
        if (command.get("update") != null) {
            updateOf(command.get("update"));
        }
        return database.collectionOrCreate(collectionName(database, command, "findAndModify"))
                .findAndModify(command);
    }

    private static Document updateOf(@Nullable Object update) {
        if (update instanceof Document document) {
            return document;
        }
        throw CommandFailure.unsupported("An update that is an aggregation pipeline");
    }

    private static String collectionName(ReplicatedDatabase database, Document command, String commandName) {
        String name = Fields.text(command, commandName);
        if (name.startsWith("system.")) {
            throw new InvalidNamespaceError(database.getDatabaseName() + "." + name);
        }
        return name;
    }

    /** Code, message and, for a duplicate key, the index and the value in conflict. */
    static Document describe(MongoServerException failure) {
        Throwable cause = failure.getCause();
        Document error = new Document();
        if (failure instanceof MongoServerError known) {
            error.append("code", known.getCode()).append("codeName", known.getCodeName());
        } else {
            error.append("code", 9).append("codeName", "FailedToParse");
        }
        if (failure instanceof DuplicateKey duplicate) {
            duplicate.describeTo(error);
        } else if (cause instanceof DuplicateKey duplicate) {
            duplicate.describeTo(error);
        }
        return error.append("errmsg", failure.getMessageWithoutErrorCode());
    }

    private static final class Batch {

        private final boolean ordered;
        private final List<Document> errors = new ArrayList<>();
        private final List<Document> upserted = new ArrayList<>();
        private int index = -1;
        private int matched;
        private int modified;

        Batch(Document command) {
            Object flag = command.get("ordered");
            this.ordered = flag == null || Utils.isTrue(flag);
        }

        void run(Runnable statement) {
            index++;
            if (ordered && !errors.isEmpty()) {
                return;
            }
            try {
                statement.run();
            } catch (MongoServerException failure) {
                Document error = new Document("index", index);
                error.putAll(describe(failure));
                errors.add(error);
            }
        }

        void count(int matchedNow, int modifiedNow) {
            matched += matchedNow;
            modified += modifiedNow;
        }

        void upserted(Object id) {
            upserted.add(new Document("index", index).append("_id", id));
            matched++;
        }

        Document reply(boolean isUpdate) {
            Document reply = new Document("n", matched);
            if (isUpdate) {
                reply.append("nModified", modified);
            }
            if (!upserted.isEmpty()) {
                reply.append("upserted", upserted);
            }
            if (!errors.isEmpty()) {
                reply.append("writeErrors", errors);
            }
            return reply;
        }
    }
}

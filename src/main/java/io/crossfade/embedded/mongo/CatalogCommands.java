package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.NamespaceExistsException;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Commands on collections and indexes as such. */
final class CatalogCommands {

    private CatalogCommands() {}

    static Document create(ReplicatedDatabase database, Document command) {
        for (String option : List.of("capped", "timeseries", "viewOn", "validator", "clusteredIndex", "collation")) {
            Find.refuse(command, option);
        }
        String name = Fields.text(command, "create");
        database.createCollectionOrThrowIfExists(name, CollectionOptions.withDefaults());
        keepImages(existing(database, name), command);
        return new Document();
    }

    static Document collMod(ReplicatedDatabase database, Document command) {
        ReplicatedCollection collection = existing(database, Fields.text(command, "collMod"));
        if (!command.containsKey("changeStreamPreAndPostImages")) {
            throw CommandFailure.unsupported("collMod other than changeStreamPreAndPostImages");
        }
        keepImages(collection, command);
        return new Document();
    }

    private static void keepImages(ReplicatedCollection collection, Document command) {
        if (command.get("changeStreamPreAndPostImages") instanceof Document option) {
            collection.keepImages(Utils.isTrue(option.get("enabled")));
        }
    }

    static Document drop(ReplicatedDatabase database, Document command) {
        String name = Fields.text(command, "drop");
        ReplicatedCollection collection = database.collection(name);
        if (collection == null) {
            return new Document();
        }
        int indexes = collection.getNumIndexes();
        database.dropCollection(name, NoopOplog.get());
        return new Document("nIndexesWas", indexes).append("ns", collection.getFullName());
    }

    static Document rename(ReplicatedDatabase database, String from, String to, boolean dropTarget) {
        ReplicatedCollection collection = existing(database, from);
        if (database.collection(to) != null) {
            if (!dropTarget) {
                throw new NamespaceExistsException("target namespace exists");
            }
            database.dropCollection(to, NoopOplog.get());
        }
        database.moveCollection(database, collection, to);
        return new Document();
    }

    static Document createIndexes(ReplicatedDatabase database, Document command) {
        String name = Fields.text(command, "createIndexes");
        boolean created = database.collection(name) == null;
        ReplicatedCollection collection = database.collectionOrCreate(name);
        int before = collection.getNumIndexes();
        for (Document index : Fields.documents(command, "indexes")) {
            database.addIndex(index.append("ns", collection.getFullName()));
        }
        return new Document("numIndexesBefore", before)
                .append("numIndexesAfter", collection.getNumIndexes())
                .append("createdCollectionAutomatically", created);
    }

    /** One index by name or key pattern, several by their names, or with "*" all but that of the id. */
    static Document dropIndexes(ReplicatedDatabase database, Document command) {
        ReplicatedCollection collection = existing(database, Fields.text(command, "dropIndexes"));
        Object chosen = Objects.requireNonNullElse(command.get("index"), "*");
        List<?> wanted = chosen instanceof List<?> names ? names : List.of(chosen);
        List<String> found = collection.indexDescriptions().stream()
                .filter(index -> "*".equals(chosen)
                        || wanted.contains(index.get("name"))
                        || Fields.document(index, "key").equals(chosen))
                .map(index -> Fields.text(index, "name"))
                .filter(name -> !name.equals("_id_"))
                .toList();
        if (found.isEmpty() && !"*".equals(chosen)) {
            throw new CommandFailure(27, "IndexNotFound", "can't find index " + chosen);
        }
        int before = collection.getNumIndexes();
        found.forEach(name -> database.dropIndex(collection, name));
        return new Document("nIndexesWas", before);
    }

    static Document listIndexes(ReplicatedDatabase database, Document command) {
        String name = Fields.text(command, "listIndexes");
        List<Document> indexes = existing(database, name).indexDescriptions();
        return Cursors.whole(database.getDatabaseName() + "." + name, indexes);
    }

    static Document listCollections(ReplicatedDatabase database, Document command) {
        Document filter = (Document) command.get("filter");
        List<Document> found = database.collectionNames().stream()
                .map(name -> new Document("name", name)
                        .append("type", "collection")
                        .append("options", new Document())
                        .append(
                                "info",
                                new Document("readOnly", false)
                                        .append("uuid", existing(database, name).getUuid()))
                        .append(
                                "idIndex",
                                new Document("v", 2)
                                        .append("key", new Document("_id", 1))
                                        .append("name", "_id_")))
                .filter(each -> filter == null || new DefaultQueryMatcher().matches(each, filter))
                .toList();
        return Cursors.whole(database.getDatabaseName() + ".$cmd.listCollections", found);
    }

    static Document collectionStatistics(ReplicatedDatabase database, String name) {
        Document statistics = statistics(database, name);
        return new Document("ns", database.getDatabaseName() + "." + name)
                .append("count", statistics.get("count"))
                .append("storageStats", statistics);
    }

    static Document statistics(ReplicatedDatabase database, String name) {
        ReplicatedCollection collection = database.collection(name);
        return collection == null ? new Document("count", 0).append("size", 0) : collection.getStats();
    }

    private static ReplicatedCollection existing(ReplicatedDatabase database, String name) {
        @Nullable ReplicatedCollection collection = database.collection(name);
        if (collection == null) {
            throw new CommandFailure(
                    26, "NamespaceNotFound", "ns does not exist: " + database.getDatabaseName() + "." + name);
        }
        return collection;
    }
}

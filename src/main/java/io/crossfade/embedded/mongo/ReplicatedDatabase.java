package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A database whose collections, and what happens to them as a whole, are logged. */
final class ReplicatedDatabase extends AbstractSynchronizedMongoDatabase<Long> {

    private static final Set<String> INDEX_OPTIONS = Set.of("key", "name", "unique", "sparse", "v", "ns", "background");
    private static final Set<String> UNSUPPORTED_INDEX_OPTIONS = Set.of(
            "partialFilterExpression",
            "expireAfterSeconds",
            "collation",
            "hidden",
            "prepareUnique",
            "wildcardProjection",
            "storageEngine",
            "weights",
            "default_language",
            "language_override",
            "textIndexVersion",
            "2dsphereIndexVersion",
            "bits",
            "min",
            "max");

    private final Oplog oplog;

    ReplicatedDatabase(String name, CursorRegistry cursorRegistry, Oplog oplog) {
        super(name, cursorRegistry);
        this.oplog = oplog;
        initializeNamespacesAndIndexes();
    }

    @Nullable
    ReplicatedCollection collection(String name) {
        return (ReplicatedCollection) resolveCollection(name, false);
    }

    ReplicatedCollection collectionOrCreate(String name) {
        return (ReplicatedCollection) resolveOrCreateCollection(name);
    }

    /** The names of the collections, sorted. */
    List<String> collectionNames() {
        return resolveCollection("system.namespaces", true)
                .queryAllAsStream()
                .map(each ->
                        Fields.text(each, "name").substring(getDatabaseName().length() + 1))
                .filter(name -> !name.startsWith("system."))
                .sorted()
                .toList();
    }

    synchronized void dropIndex(ReplicatedCollection collection, String name) {
        collection.dropIndex(name);
        getOrCreateIndexesCollection()
                .deleteDocuments(new Document("ns", collection.getFullName()).append("name", name), 0);
    }

    @Override
    protected MongoCollection<Long> openOrCreateCollection(String collectionName, CollectionOptions options) {
        return new ReplicatedCollection(this, collectionName, options, cursorRegistry, oplog);
    }

    @Override
    protected Index<Long> openOrCreateUniqueIndex(
            String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        return new OrderedIndex(indexName, keys, true, sparse);
    }

    @Override
    protected Index<Long> openOrCreateSecondaryIndex(
            String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        return new OrderedIndex(indexName, keys, false, sparse);
    }

    @Override
    protected synchronized void addIndex(Document description) {
        for (String option : description.keySet()) {
            if (!INDEX_OPTIONS.contains(option)) {
                throw UNSUPPORTED_INDEX_OPTIONS.contains(option)
                        ? CommandFailure.unsupported("The index option '" + option + "'")
                        : new CommandFailure(
                                197,
                                "InvalidIndexSpecificationOption",
                                "The field '" + option + "' is not valid for an index specification");
            }
        }
        if (Fields.document(description, "key").isEmpty()) {
            throw new CommandFailure(67, "CannotCreateIndex", "Index keys cannot be an empty object.");
        }
        Fields.document(description, "key").values().forEach(SortOrder::isAscending);
        super.addIndex(description);
    }

    @Override
    public void dropCollection(String collectionName, de.bwaldvogel.mongo.oplog.Oplog ignored) {
        super.dropCollection(collectionName, ignored);
        if (!collectionName.startsWith("system.")) {
            oplog.append(getDatabaseName(), collectionName, new OplogEntry.Drop());
        }
    }

    @Override
    public void moveCollection(MongoDatabase oldDatabase, MongoCollection<?> collection, String newCollectionName) {
        String oldName = collection.getCollectionName();
        super.moveCollection(oldDatabase, collection, newCollectionName);
        oplog.append(
                oldDatabase.getDatabaseName(), oldName, new OplogEntry.Rename(getDatabaseName(), newCollectionName));
    }

    @Override
    public void drop(de.bwaldvogel.mongo.oplog.Oplog ignored) {
        super.drop(ignored);
        oplog.append(getDatabaseName(), null, new OplogEntry.DropDatabase());
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }

    @Override
    protected long getFileSize() {
        return 0;
    }
}

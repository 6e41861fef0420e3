package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection that writes each effect to the oplog where it happens, under the collection's lock; so every path that
 * changes a document (insert, update, findAndModify, {@code $merge} …) gives its event, and what fails gives none.
 *
 * <p>Stored documents never change: an update stores a new one. So what a query found can be encoded, and what the oplog
 * holds can be read, without the lock.
 */
final class ReplicatedCollection extends AbstractSynchronizedMongoCollection<Long> {

    private final CollectionLog log;
    private final NavigableMap<Long, Document> records = new TreeMap<>();
    private long nextRecordId;

    /** The update under way, whose target is a copy; null while documents are only read. */
    private @Nullable Document updating;

    private boolean updatingOne;

    private @Nullable Object insertedId;

    ReplicatedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursorRegistry,
            Oplog oplog) {
        super(database, name, options, cursorRegistry);
        boolean isSystem = name.startsWith("system.");
        this.log = new CollectionLog(change -> {
            if (!isSystem) {
                oplog.append(getDatabaseName(), getCollectionName(), change);
            }
        });
    }

    synchronized void keepImages(boolean keep) {
        log.keepImages(keep);
    }

    synchronized List<Document> find(Find find) {
        boolean natural = find.sort().containsKey("$natural");
        Optional<QueryPlan> plan = natural ? Optional.empty() : QueryPlan.choose(orderedIndexes(), find);
        Stream<Document> documents = plan.<Stream<Document>>map(
                        chosen -> chosen.recordIds().map(this::getDocument))
                .orElseGet(() -> inNaturalOrder(find.sort()).values().stream())
                .filter(new FilterMatcher(find.filter())::matches);
        boolean sorted =
                natural || find.sort().isEmpty() || plan.map(QueryPlan::sorted).orElse(false);
        documents = sorted ? documents : documents.sorted(new SortOrder(find.sort()));
        documents = documents.skip(find.skip());
        documents = find.limit() > 0 ? documents.limit(find.limit()) : documents;
        return documents.toList();
    }

    private NavigableMap<Long, Document> inNaturalOrder(Document sort) {
        Object natural = sort.get("$natural");
        return natural == null || SortOrder.isAscending(natural) ? records : records.descendingMap();
    }

    private List<OrderedIndex> orderedIndexes() {
        return getIndexes().stream().map(OrderedIndex.class::cast).toList();
    }

    synchronized List<Document> indexDescriptions() {
        return orderedIndexes().stream().map(OrderedIndex::describe).toList();
    }

    /** As {@link #find}, with the projection applied. */
    synchronized List<Document> findProjected(Find find) {
        List<Document> found = find(find);
        return find.projection().isEmpty() ? found : project(found, find.projection());
    }

    private List<Document> project(List<Document> found, Document projection) {
        return matchDocumentsFromStream(new Document(), found.stream(), 0, 0, 0, null, projection)
                .collectDocuments();
    }

    synchronized @Nullable Document findById(@Nullable Object id) {
        return find(Find.of(new Document("_id", new Document("$eq", id)), null, 0, 1, null)).stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        int atMost = updating != null && updatingOne ? 1 : limit;
        List<Document> found = findProjected(Find.of(query, orderBy, numberToSkip, atMost, fieldSelector));
        return new QueryResult(updating == null ? found : HiddenNames.copies(found, updating));
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            Document orderBy,
            int numberToSkip,
            int numberToReturn,
            int batchSize,
            Document fieldSelector) {
        return queryDocuments(query, orderBy, numberToSkip, numberToReturn, batchSize, fieldSelector);
    }

    @Override
    public synchronized Document updateDocuments(
            Document selector,
            Document update,
            ArrayFilters arrayFilters,
            boolean isMulti,
            boolean isUpsert,
            de.bwaldvogel.mongo.oplog.Oplog ignored) {
        updating = update;
        updatingOne = !isMulti;
        try {
            return super.updateDocuments(
                    selector, HiddenNames.inUpdate(update), arrayFilters, isMulti, isUpsert, NoopOplog.get());
        } finally {
            updating = null;
            insertedId = null;
        }
    }

    @Override
    public synchronized Document findAndModify(Document command) {
        boolean remove = Utils.isTrue(command.get("remove"));
        updating = remove ? null : (Document) command.get("update");
        updatingOne = true;
        try {
            return withOutcome(HiddenNames.inReply(super.findAndModify(HiddenNames.inCommand(command))), remove);
        } finally {
            updating = null;
            insertedId = null;
        }
    }

    private Document withOutcome(Document reply, boolean remove) {
        if (insertedId != null) {
            return reply.append(
                    "lastErrorObject",
                    new Document("n", 1).append("updatedExisting", false).append("upserted", insertedId));
        }
        if (remove) {
            return reply.append("lastErrorObject", new Document("n", reply.get("value") == null ? 0 : 1));
        }
        reply.putIfAbsent("lastErrorObject", new Document("n", 0).append("updatedExisting", false));
        return reply;
    }

    @Override
    public synchronized int deleteDocuments(Document selector, int limit, de.bwaldvogel.mongo.oplog.Oplog ignored) {
        List<Document> found = find(Find.of(selector, null, 0, Math.max(limit, 0), null));
        found.forEach(this::removeDocument);
        return found.size();
    }

    @Override
    public synchronized void addDocument(Document document) {
        if (!getCollectionName().startsWith("system.")) {
            IdRules.check(document, updating != null);
        }
        super.addDocument(document);
    }

    @Override
    protected Long addDocumentInternal(Document document) {
        Document stored = FieldOrder.idFirst(HiddenNames.restore(document));
        long recordId = nextRecordId++;
        records.put(recordId, stored);
        insertedId = updating == null ? null : stored.get("_id");
        log.inserted(stored);
        return recordId;
    }

    @Override
    protected void handleUpdate(Long recordId, Document hiddenOld, Document hiddenNew) {
        Document update = updating == null ? new Document() : updating;
        Document oldDocument = HiddenNames.restore(hiddenOld);
        Document newDocument = HiddenNames.restore(hiddenNew);
        boolean isReplacement = HiddenNames.isReplacement(update);
        Document stored = isReplacement ? FieldOrder.ofReplacement(update, newDocument) : newDocument;
        records.put(recordId, stored);
        if (isReplacement) {
            log.replaced(oldDocument, stored);
        } else {
            log.updated(update, oldDocument, stored);
        }
    }

    @Override
    public synchronized void removeDocument(Document document) {
        Long recordId = getIndexes().isEmpty() ? findDocumentPosition(document) : recordIdOf(document);
        orderedIndexes().forEach(index -> index.remove(document, recordId));
        removeDocument(recordId);
    }

    @Override
    protected void removeDocument(Long recordId) {
        Document removed = records.remove(recordId);
        if (removed != null) {
            log.removed(removed);
        }
    }

    long recordIdOf(Document document) {
        for (Index<Long> index : getIndexes()) {
            Long recordId = index.getPosition(document);
            if (recordId != null) {
                return recordId;
            }
        }
        throw new IllegalStateException("no such document in " + getFullName());
    }

    @Override
    public synchronized void addIndex(Index<Long> index) {
        orderedIndexes().forEach(existing -> existing.refuseConflict((OrderedIndex) index));
        super.addIndex(index);
    }

    @Override
    public synchronized void dropIndex(String indexName) {
        super.dropIndex(indexName);
    }

    @Override
    public synchronized int count(@Nullable Document query, int skip, int limit) {
        return super.count(query, skip, limit);
    }

    @Override
    public synchronized int count() {
        return records.size();
    }

    @Override
    protected Document getDocument(Long recordId) {
        return Objects.requireNonNull(records.get(recordId));
    }

    @Override
    protected Long findDocumentPosition(Document document) {
        return records.entrySet().stream()
                .filter(stored -> stored.getValue().equals(document))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected Stream<DocumentWithPosition<Long>> streamAllDocumentsWithPosition() {
        return records.entrySet().stream().map(each -> new DocumentWithPosition<>(each.getValue(), each.getKey()));
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int sizeDelta) {}

    @Override
    protected synchronized int getDataSize() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                records.values().stream().mapToLong(BsonSize::of).sum());
    }
}

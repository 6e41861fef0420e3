package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Constants;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An index in BSON order, unique or not, over one field or several; an array is indexed by each of its elements.
 * Guarded by its collection's lock.
 */
final class OrderedIndex extends Index<Long> {

    /**
     * A place in the index. With fewer values than the index has fields it is a bound: {@code edge} below zero stands
     * before, above zero after all entries that begin with these values.
     */
    record Entry(List<@Nullable Object> values, long recordId, int edge) {

        static Entry before(List<@Nullable Object> prefix) {
            return new Entry(prefix, Long.MIN_VALUE, -1);
        }

        static Entry after(List<@Nullable Object> prefix) {
            return new Entry(prefix, Long.MAX_VALUE, 1);
        }
    }

    private final NavigableSet<Entry> entries = new TreeSet<>(this::compare);
    private final List<String> fields;
    private final int[] directions;
    private final boolean unique;
    private final boolean sparse;
    private boolean holdsArrays;

    OrderedIndex(String name, List<IndexKey> keys, boolean unique, boolean sparse) {
        super(name, keys, sparse);
        this.fields = keys.stream().map(IndexKey::getKey).toList();
        this.directions =
                keys.stream().mapToInt(key -> key.isAscending() ? 1 : -1).toArray();
        this.unique = unique;
        this.sparse = sparse;
    }

    List<String> fields() {
        return fields;
    }

    boolean ascending(int field) {
        return directions[field] > 0;
    }

    boolean holdsAll() {
        return !sparse;
    }

    /**
     * Two indexes on the same fields in the same directions may differ in whether they are unique or sparse, as in MongoDB 5.0
     * and later, if their names differ too.
     */
    void refuseConflict(OrderedIndex requested) {
        if (getName().equals(requested.getName()) && !hasSameOptions(requested)) {
            throw new CommandFailure(
                    86,
                    "IndexKeySpecsConflict",
                    "An existing index has the same name as the requested index. When index names are not specified, they are"
                            + " auto generated and can cause conflicts. Please refer to our documentation. Requested index: "
                            + requested.describe() + ", existing index: " + describe());
        }
        if (!getName().equals(requested.getName()) && hasSameOptions(requested)) {
            throw new CommandFailure(
                    85, "IndexOptionsConflict", "Index already exists with a different name: " + getName());
        }
    }

    Document describe() {
        Document key = new Document();
        for (int i = 0; i < fields.size(); i++) {
            key.put(fields.get(i), directions[i]);
        }
        Document description = new Document("v", 2).append("key", key).append("name", getName());
        if (unique && !fields.equals(List.of(Constants.ID_FIELD))) {
            description.append("unique", true);
        }
        return sparse ? description.append("sparse", true) : description;
    }

    /** Whether a hint means this index: by its name, or by its key pattern. */
    boolean isNamed(Object hint) {
        if (!(hint instanceof Document pattern)) {
            return getName().equals(hint);
        }
        return List.copyOf(pattern.keySet()).equals(fields)
                && Arrays.equals(
                        directions,
                        pattern.values().stream()
                                .mapToInt(direction -> SortOrder.isAscending(direction) ? 1 : -1)
                                .toArray());
    }

    /** Once an array was indexed, a document may have several entries, and bounds on one value hold for one element. */
    boolean holdsArrays() {
        return holdsArrays;
    }

    NavigableSet<Entry> between(Entry from, Entry to) {
        return entries.subSet(from, true, compare(from, to) >= 0 ? from : to, false);
    }

    boolean isBefore(Entry a, Entry b) {
        return compare(a, b) < 0;
    }

    private int compare(Entry a, Entry b) {
        int length = Math.min(a.values().size(), b.values().size());
        for (int i = 0; i < length; i++) {
            int result =
                    BsonOrder.ASCENDING.compare(a.values().get(i), b.values().get(i));
            if (result != 0) {
                return result * directions[i];
            }
        }
        if (a.edge() != b.edge()) {
            return Integer.compare(a.edge(), b.edge());
        }
        if (a.values().size() != b.values().size()) {
            return Integer.compare(a.values().size(), b.values().size()) * -a.edge();
        }
        return Long.compare(a.recordId(), b.recordId());
    }

    private List<List<@Nullable Object>> keysOf(Document document) {
        if (sparse && fields.stream().allMatch(field -> isMissing(document, field))) {
            return List.of();
        }
        List<List<@Nullable Object>> keys = List.of(List.of());
        String arrayField = null;
        for (String field : fields) {
            Object value = Utils.getSubdocumentValueCollectionAware(document, field);
            Collection<?> elements = value instanceof Collection<?> array ? array : null;
            if (elements != null && arrayField != null) {
                throw new CannotIndexParallelArraysError(List.of(field, arrayField));
            }
            arrayField = elements != null ? field : arrayField;
            keys = extend(keys, elements == null ? Collections.singletonList(value) : elements);
        }
        return keys;
    }

    private static boolean isMissing(Document document, String field) {
        return Utils.getSubdocumentValueCollectionAware(document, field) instanceof Missing;
    }

    private static List<List<@Nullable Object>> extend(List<List<@Nullable Object>> keys, Collection<?> elements) {
        Collection<?> values = elements.isEmpty() ? Collections.singletonList(null) : elements;
        List<List<@Nullable Object>> extended = new ArrayList<>(keys.size() * values.size());
        for (List<@Nullable Object> key : keys) {
            for (Object value : values) {
                List<@Nullable Object> longer = new ArrayList<>(key);
                longer.add(value instanceof Missing ? null : value);
                extended.add(longer);
            }
        }
        return extended;
    }

    private void refuseConflict(Document document, long ownRecordId, MongoCollection<Long> collection) {
        if (!unique) {
            keysOf(document);
            return;
        }
        for (List<@Nullable Object> key : keysOf(document)) {
            for (Entry entry : between(Entry.before(key), Entry.after(key))) {
                if (entry.recordId() != ownRecordId) {
                    throw DuplicateKey.of(this, collection, key);
                }
            }
        }
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Long> collection) {
        refuseConflict(document, Long.MIN_VALUE, collection);
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Long> collection) {
        refuseConflict(newDocument, ((ReplicatedCollection) collection).recordIdOf(oldDocument), collection);
    }

    /** While an index is built over data that is there already, the data may be in conflict with itself. */
    @Override
    public void add(Document document, Long recordId, MongoCollection<Long> collection) {
        refuseConflict(document, recordId, collection);
        List<List<@Nullable Object>> keys = keysOf(document);
        holdsArrays |= keys.size() > 1 || fields.stream().anyMatch(field -> isArray(document, field));
        keys.forEach(key -> entries.add(new Entry(key, recordId, 0)));
    }

    private static boolean isArray(Document document, String field) {
        return Utils.getSubdocumentValueCollectionAware(document, field) instanceof Collection;
    }

    void remove(Document document, long recordId) {
        keysOf(document).forEach(key -> entries.remove(new Entry(key, recordId, 0)));
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Long recordId, MongoCollection<Long> collection) {
        remove(oldDocument, recordId);
        add(newDocument, recordId, collection);
    }

    /** Known for a document by its id only: other fields may be equal in several documents, or stand in several entries. */
    @Override
    public @Nullable Long getPosition(Document document) {
        return fields.equals(List.of(Constants.ID_FIELD)) ? find(document.get(Constants.ID_FIELD)) : null;
    }

    @Nullable
    Long find(@Nullable Object value) {
        List<@Nullable Object> key = Collections.singletonList(value);
        Entry entry = entries.ceiling(Entry.before(key));
        return entry != null && BsonOrder.ASCENDING.compare(entry.values().getFirst(), value) == 0
                ? Long.valueOf(entry.recordId())
                : null;
    }

    @Override
    public Long remove(Document document) {
        throw new UnsupportedOperationException("an entry is removed together with its record id");
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Long> getPositions(Document query) {
        throw new UnsupportedOperationException("queries are planned by QueryPlan");
    }

    @Override
    public boolean hasSameOptions(Index<?> other) {
        return other instanceof OrderedIndex index
                && unique == index.unique
                && sparse == index.sparse
                && fields.equals(index.fields)
                && Arrays.equals(directions, index.directions);
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    @Override
    public long getCount() {
        return entries.size();
    }

    @Override
    public long getDataSize() {
        return entries.size();
    }

    @Override
    public void drop() {
        entries.clear();
    }
}

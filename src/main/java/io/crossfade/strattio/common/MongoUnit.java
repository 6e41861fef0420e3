package io.crossfade.strattio.common;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.type;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.OutcomeUnknownException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * One collection and how its documents read. Writes are acknowledged by the majority, and reads go to the primary for what the
 * majority has: what was acknowledged is read again. Knows nothing of other collections.
 */
public final class MongoUnit<T> {

    private static final int DUPLICATE_KEY = 11000;

    private final MongoTemplate template;
    private final String collection;
    private final String kind;
    private final Function<MongoFields, T> reading;

    MongoUnit(MongoTemplate template, String collection, String kind, Function<MongoFields, T> reading) {
        this.template = template;
        this.collection = collection;
        this.kind = kind;
        this.reading = reading;
    }

    public Optional<T> find(Id id) {
        return Optional.ofNullable(documents().find(byId(id)).first()).map(this::read);
    }

    /**
     * @param repeated what to make of a document that bears the id already
     * @param taken what to throw if a unique index other than the id's refuses it
     */
    public T insert(Id id, BsonDocument document, UnaryOperator<T> repeated, Supplier<RuntimeException> taken) {
        try {
            documents().insertOne(document);
            return read(document);
        } catch (MongoException e) {
            if (!isDuplicate(e)) {
                throw e;
            }
        }
        return find(id).map(repeated).orElseThrow(taken);
    }

    /**
     * Changes those fields alone; null takes a field away. Empty if there is no such document.
     *
     * @throws OutcomeUnknownException if the changed document cannot be read, for a field that did not change
     */
    public Optional<T> update(Id id, Map<String, @Nullable Object> changes, Supplier<RuntimeException> taken) {
        List<Bson> updates = new ArrayList<>();
        changes.forEach((field, value) ->
                updates.add(value == null ? Updates.unset(field) : Updates.set(field, MongoValues.bson(value))));
        try {
            return Optional.ofNullable(documents()
                            .findOneAndUpdate(
                                    byId(id),
                                    Updates.combine(updates),
                                    new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                    .map(this::read);
        } catch (MongoException e) {
            throw isDuplicate(e) ? taken.get() : e;
        } catch (UnreadableDocument e) {
            throw new OutcomeUnknownException("The change was made, but cannot be shown. " + e.getMessage(), e);
        }
    }

    public boolean delete(Id id) {
        return documents().deleteOne(byId(id)).getDeletedCount() > 0;
    }

    public void deleteAll(Collection<Id> ids) {
        documents().deleteMany(byIds(ids));
    }

    public List<T> list(Bson filter, Bson order, int limit) {
        return documents().find(filter).sort(order).limit(limit).map(this::read).into(new ArrayList<>());
    }

    /** All of them in the order of ids: UUIDs first, as BSON has it. */
    public Page<T> page(@Nullable Id after, int limit, Function<T, String> key) {
        Bson filter = after == null ? Filters.empty() : after(after);
        return Page.of(list(filter, Sorts.ascending("_id"), limit + 1), limit, key);
    }

    public List<Id> ids(String field, Id value, int limit) {
        return documents()
                .find(eq(field, MongoValues.bson(value)))
                .projection(Projections.include("_id"))
                .limit(limit)
                .map(document -> new MongoFields(kind, document).id())
                .into(new ArrayList<>());
    }

    public T read(BsonDocument document) {
        return reading.apply(new MongoFields(kind, document));
    }

    public MongoCollection<BsonDocument> documents() {
        return template.getCollection(collection)
                .withDocumentClass(BsonDocument.class)
                .withReadPreference(ReadPreference.primary())
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    public static Bson byId(Id id) {
        return eq("_id", MongoValues.bson(id));
    }

    public static Bson byIds(Collection<Id> ids) {
        return in("_id", ids.stream().map(MongoValues::bson).toList());
    }

    /** Whether a unique index refused the write. Its message holds values and must not be passed on. */
    public static boolean isDuplicate(MongoException e) {
        return e instanceof MongoBulkWriteException bulk
                ? bulk.getWriteErrors().stream().anyMatch(error -> error.getCode() == DUPLICATE_KEY)
                : e.getCode() == DUPLICATE_KEY;
    }

    /** What stands before that id: UUIDs stand before ObjectIds. */
    public static Bson before(Id id) {
        Bson lesser = lt("_id", MongoValues.bson(id));
        // A comparison sees one type only.
        return id.isObjectId() ? or(lesser, type("_id", BsonType.BINARY)) : lesser;
    }

    private static Bson after(Id id) {
        Bson greater = gt("_id", MongoValues.bson(id));
        // A comparison sees one type only.
        return MongoValues.bson(id).isBinary() ? or(greater, type("_id", BsonType.OBJECT_ID)) : greater;
    }
}

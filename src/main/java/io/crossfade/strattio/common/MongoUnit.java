package io.crossfade.strattio.common;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.nor;
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
import io.crossfade.migration.UnitMapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

    /** Which compare with each other. */
    public static final List<BsonType> NUMBERS =
            List.of(BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128);

    private static final int DUPLICATE_KEY = 11000;

    private final MongoTemplate template;
    private final UnitMapping mapping;
    private final String kind;
    private final Function<MongoFields, T> reading;

    MongoUnit(MongoTemplate template, UnitMapping mapping, String kind, Function<MongoFields, T> reading) {
        this.template = template;
        this.mapping = mapping;
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
     * @throws UnreadableDocument if the changed document cannot be read, for a field that did not change
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
            throw e.afterChange();
        }
    }

    public boolean delete(Id id) {
        return documents().deleteOne(byId(id)).getDeletedCount() > 0;
    }

    public void deleteAll(Collection<Id> ids) {
        documents().deleteMany(byIds(ids));
    }

    /** @param limit 0 for all */
    public List<Stored<T>> list(Bson filter, Bson order, int limit) {
        return documents()
                .find(filter)
                .sort(order)
                .limit(limit)
                .map(document -> Stored.of(document, this::read))
                .into(new ArrayList<>());
    }

    /** What of that cannot be read. */
    public List<Unreadable> unreadable(Bson filter) {
        return list(filter, Sorts.ascending("_id"), Page.LARGEST).stream()
                .map(Stored::fault)
                .filter(Objects::nonNull)
                .map(UnreadableDocument::what)
                .toList();
    }

    /** All of them in the order of ids: UUIDs first, as BSON has it. */
    public Page<T> page(@Nullable Id after, int limit, Function<T, Id> id) {
        Bson filter = after == null ? Filters.empty() : after(after);
        return Page.inOrderOfIds(limit, most -> list(filter, Sorts.ascending("_id"), most), id);
    }

    public List<Id> ids(String field, Id value, int limit) {
        return parts(eq(field, MongoValues.bson(value)), limit, MongoFields::id);
    }

    /**
     * Of each document the id and those fields alone, whether the others can be read or not.
     *
     * @param limit 0 for all
     * @throws UnreadableDocument if one of these cannot be read
     */
    public <R> List<R> parts(Bson filter, int limit, Function<MongoFields, R> part, String... names) {
        return documents()
                .find(filter)
                .projection(Projections.include(
                        Stream.concat(Stream.of("_id"), Stream.of(names)).toList()))
                .limit(limit)
                .map(document -> part.apply(new MongoFields(mapping.name(), kind, document)))
                .into(new ArrayList<>());
    }

    public T read(BsonDocument document) {
        return reading.apply(new MongoFields(mapping.name(), kind, document));
    }

    public MongoCollection<BsonDocument> documents() {
        return template.getCollection(mapping.collection())
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

    /** Whether there is a value of none of those types: a comparison does not see it, and so no page behind a key. */
    public static Bson otherThan(String field, List<BsonType> types) {
        return and(
                ne(field, null),
                nor(types.stream().map(each -> type(field, each)).toList()));
    }

    private static Bson after(Id id) {
        Bson greater = gt("_id", MongoValues.bson(id));
        // A comparison sees one type only.
        return MongoValues.bson(id).isBinary() ? or(greater, type("_id", BsonType.OBJECT_ID)) : greater;
    }
}

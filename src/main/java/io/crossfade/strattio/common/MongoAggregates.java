package io.crossfade.strattio.common;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.crossfade.migration.UnitMapping;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.QueryResultConverter.ConversionResultSupplier;
import org.springframework.data.mongodb.core.query.Criteria;

/**
 * An aggregate as documents, by Spring Data. Each document of a list is converted by itself, so that one that cannot be read spoils no
 * other.
 *
 * @param <D> the class of its documents
 */
public abstract class MongoAggregates<D, T extends Aggregate<T>, P extends Patch<P>> implements SingleStore<T, P> {

    /** Which compare with each other. */
    protected static final BsonType[] NUMBERS = {BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128};

    /** For what these methods do not do. */
    protected final MongoTemplate template;

    protected final Class<D> type;
    private final MongoStore store;
    private final UnitMapping mapping;
    private final MongoDocuments documents;
    protected final String kind;
    private final Function<T, D> document;
    private final Function<D, T> item;

    /** @param kind one of them, as people call it: "user" */
    protected MongoAggregates(
            MongoStore store,
            UnitMapping mapping,
            String kind,
            Class<D> type,
            Function<T, D> document,
            Function<D, T> item) {
        this.template = store.template();
        this.store = store;
        this.mapping = mapping;
        this.documents = new MongoDocuments(store, mapping);
        this.kind = kind;
        this.type = type;
        this.document = document;
        this.item = item;
    }

    protected Instant now() {
        return Times.now(store.clock());
    }

    /** What to throw if a unique index other than the id's refuses a write. */
    protected RuntimeException taken(Id id) {
        return AlreadyExists.withId(kind, id);
    }

    @Override
    public T create(T given) {
        Instant now = now();
        T created = given.at(now, now);
        try {
            template.insert(document.apply(created));
            return created;
        } catch (DuplicateKeyException duplicate) {
            // Its message holds values, and must not be passed on.
        }
        return repeated(given).orElseThrow(() -> taken(given.id()));
    }

    /** What is stored under the id already, if a create of that repeats it. */
    protected Optional<T> repeated(T given) {
        return find(given.id()).map(stored -> AlreadyExists.unlessRepeated(kind, given, stored));
    }

    @Override
    public Optional<T> find(Id id) {
        return list(where("id").is(id), Sort.unsorted(), 1).stream().findFirst().map(Stored::get);
    }

    @Override
    public T update(Id id, P patch, Expected expected) {
        return patch.isEmpty()
                ? expected.require(kind, find(id).orElseThrow(() -> NotFound.of(kind, id)))
                : change(id, patch.changes(), expected);
    }

    @Override
    public void claim(Id id, Expected expected) {
        change(id, Map.of(), expected);
    }

    private T change(Id id, Map<String, @Nullable Object> changes, Expected expected) {
        BsonDocument seen = seen(id, expected);
        try {
            return documents
                    .change(id, seen, changes)
                    .map(this::stored)
                    .orElseThrow(() -> gone(id, expected))
                    .get();
        } catch (DuplicateKeyException duplicate) {
            throw taken(id);
        } catch (UnreadableDocument unreadable) {
            throw unreadable.afterChange();
        }
    }

    @Override
    public void delete(Id id, Expected expected) {
        if (!documents.delete(id, seen(id, expected))) {
            throw gone(id, expected);
        }
    }

    /** What is stored, if it is as expected; null if it may be in any state. */
    private @Nullable BsonDocument seen(Id id, Expected expected) {
        if (expected.isAny()) {
            return null;
        }
        BsonDocument seen = documents.find(id).orElseThrow(() -> NotFound.of(kind, id));
        expected.require(kind, stored(documents.decoded(seen)).get());
        return seen;
    }

    private RuntimeException gone(Id id, Expected expected) {
        return expected.isAny() ? NotFound.of(kind, id) : Stale.of(kind, id);
    }

    private Stored<T> stored(Document raw) {
        return read(raw, () -> template.getConverter().read(type, raw));
    }

    @Override
    public void removeAll(Collection<Id> ids) {
        template.remove(type).matching(query(where("id").in(ids))).all();
    }

    @Override
    public List<Id> idsOf(String reference, Id parent, int limit) {
        return parts(where(reference).is(parent), OfId.class, limit).stream()
                .map(OfId::id)
                .toList();
    }

    private record OfId(Id id) {}

    /**
     * Of each document those properties alone that the part has, whether the others can be read or not.
     *
     * @param limit 0 for all
     * @throws UnreadableDocument if one of these cannot be read
     */
    protected <R> List<R> parts(Criteria filter, Class<R> part, int limit) {
        return template.query(type)
                .as(part)
                .matching(query(filter).limit(limit))
                .map((raw, conversion) -> reading(raw, conversion::get))
                .all();
    }

    /** All of them in the order of ids: UUIDs first, as BSON has it. */
    protected Page<T> page(@Nullable String after, int limit) {
        Id last = Page.id(after);
        Criteria filter = last == null ? new Criteria() : after(last);
        return Page.inOrderOfIds(Page.limit(limit), most -> list(filter, Sort.by("id"), most), Aggregate::id);
    }

    /** @param limit 0 for all */
    protected List<Stored<T>> list(Criteria filter, Sort order, int limit) {
        return template.query(type)
                .matching(query(filter).with(order).limit(limit))
                .map(this::read)
                .all();
    }

    /** What of that cannot be read. */
    protected List<Unreadable> unreadable(Criteria filter) {
        return list(filter, Sort.by("id"), Page.LARGEST).stream()
                .map(Stored::fault)
                .filter(Objects::nonNull)
                .map(UnreadableDocument::what)
                .toList();
    }

    private Stored<T> read(Document raw, ConversionResultSupplier<D> conversion) {
        return Stored.of(raw, ignored -> reading(raw, () -> item.apply(conversion.get())));
    }

    private <R> R reading(Document raw, Supplier<R> reading) {
        try {
            toPresentNames(raw);
            return reading.get();
        } catch (UnreadableField fault) {
            throw UnreadableDocument.of(new Unreadable(mapping.name(), shown(raw.get("_id")), fault.field()), kind);
        }
    }

    private void toPresentNames(Document raw) {
        mapping.formerNames().forEach((former, present) -> {
            Object value = raw.remove(former);
            Object other = value == null ? null : raw.put(present, value);
            if (other != null && !other.equals(value)) {
                throw new UnreadableField(present);
            }
        });
    }

    /** An id of another type may be an e-mail address. */
    private static String shown(@Nullable Object id) {
        try {
            return MongoConversions.id(id).text();
        } catch (RuntimeException none) {
            return id == null
                    ? "without an id"
                    : "with an id of type " + id.getClass().getSimpleName();
        }
    }

    /** What stands before that id: UUIDs stand before ObjectIds. */
    protected static Criteria before(Id id) {
        Criteria lesser = where("id").lt(id);
        // A comparison sees one type only.
        return id.isObjectId() ? new Criteria().orOperator(lesser, ofType("id", BsonType.BINARY)) : lesser;
    }

    private static Criteria after(Id id) {
        Criteria greater = where("id").gt(id);
        // A comparison sees one type only.
        return id.isObjectId() ? greater : new Criteria().orOperator(greater, ofType("id", BsonType.OBJECT_ID));
    }

    protected static Criteria all(Criteria... criteria) {
        return new Criteria().andOperator(criteria);
    }

    protected static Criteria ofType(String property, BsonType type) {
        return where(property).type(type.getValue());
    }

    /** Whether there is a value of none of those types: a comparison does not see it, and so no page behind a key. */
    protected static Criteria otherThan(String property, BsonType... types) {
        return where(property)
                .ne(null)
                .norOperator(List.of(types).stream()
                        .map(each -> ofType(property, each))
                        .toList());
    }
}

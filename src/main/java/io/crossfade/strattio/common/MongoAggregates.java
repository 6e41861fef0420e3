package io.crossfade.strattio.common;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.crossfade.migration.UnitMapping;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonType;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.QueryResultConverter.ConversionResultSupplier;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

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
    public T update(Id id, P patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> NotFound.of(kind, id));
        }
        Update update = new Update();
        patch.changes().forEach((field, value) -> change(update, field, value));
        mapping.formerNames().forEach((former, present) -> {
            if (patch.changes().containsKey(present)) {
                update.unset(former);
            }
        });
        if (mapping.columns().stream().anyMatch(column -> column.name().equals("updated_at"))) {
            update.set("updated_at", now());
        }
        try {
            // By the names of fields: as a document's class has it, a former name may be a property's.
            return template.update(Document.class)
                    .inCollection(mapping.collection())
                    .matching(query(where("_id").is(MongoConversions.bson(id))))
                    .apply(update)
                    .withOptions(FindAndModifyOptions.options().returnNew(true))
                    .map((raw, asItIs) ->
                            read(raw, () -> template.getConverter().read(type, raw)))
                    .findAndModify()
                    .orElseThrow(() -> NotFound.of(kind, id))
                    .get();
        } catch (DuplicateKeyException duplicate) {
            throw taken(id);
        } catch (UnreadableDocument unreadable) {
            throw unreadable.afterChange();
        }
    }

    private void change(Update update, String field, @Nullable Object value) {
        if (value == null) {
            update.unset(field);
        } else {
            update.set(field, MongoConversions.bson(value));
        }
    }

    @Override
    public void delete(Id id) {
        if (template.remove(type).matching(query(where("id").is(id))).one().getDeletedCount() == 0) {
            throw NotFound.of(kind, id);
        }
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

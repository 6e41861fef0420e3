package io.crossfade.strattio.common;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;

/**
 * An aggregate as rows, by Spring Data. Foreign keys keep references whole.
 *
 * @param <E> the entity of its table
 */
public abstract class PostgresAggregates<E, T extends Aggregate<T>, P extends Patch<P>> implements SingleStore<T, P> {

    private static final PersistenceExceptionTranslator TRANSLATOR = new HibernateJpaDialect();

    protected final PostgresStore store;
    private final PostgresRows<E> rows;
    protected final String table;
    protected final String kind;
    private final Function<T, E> row;
    private final Function<E, T> item;
    private final PostgresEntity<E> entity;

    /** @param kind one of them, as people call it: "user" */
    protected PostgresAggregates(
            PostgresStore store,
            PostgresRows<E> rows,
            String kind,
            Class<E> type,
            Function<T, E> row,
            Function<E, T> item) {
        this.store = store;
        this.rows = rows;
        this.kind = kind;
        this.row = row;
        this.item = item;
        this.entity = new PostgresEntity<>(store.entities(), type);
        this.table = entity.table();
    }

    /**
     * What it means that a constraint refuses the row.
     *
     * @param refused as it would have been
     */
    protected RuntimeException refusal(String constraint, E refused) {
        return PostgresErrors.unexpected(constraint);
    }

    @Override
    public T create(T given) {
        Instant now = Times.now(store.clock());
        T created = given.at(now, now);
        E added = row.apply(created);
        return store.inTransaction(() -> {
            while (refusing(added, () -> entity.insert(added)) == 0) {
                Optional<T> stored = find(given.id());
                if (stored.isPresent()) {
                    return AlreadyExists.unlessRepeated(kind, given, stored.get());
                }
            }
            return created;
        });
    }

    @Override
    public Optional<T> find(Id id) {
        return rows.findById(id.uuid()).map(this::read);
    }

    @Override
    public T update(Id id, P patch, Expected expected) {
        return patch.isEmpty()
                ? expected.require(kind, find(id).orElseThrow(() -> NotFound.of(kind, id)))
                : store.inTransaction(() -> change(locked(id, expected), patch.changes()));
    }

    @Override
    public void claim(Id id, Expected expected) {
        store.inTransaction(() -> change(locked(id, expected), Map.of()));
    }

    /** Until the transaction ends nobody else changes it. */
    private E locked(Id id, Expected expected) {
        E row = rows.findWithLockById(id.uuid()).orElseThrow(() -> NotFound.of(kind, id));
        if (!expected.isAny()) {
            expected.require(kind, read(row));
        }
        return row;
    }

    private T change(E changed, Map<String, @Nullable Object> changes) {
        entity.change(changed, changes, store.clock());
        return refusing(changed, () -> read(rows.saveAndFlush(changed)));
    }

    private <R> R refusing(E written, Supplier<R> write) {
        try {
            return write.get();
        } catch (RuntimeException failure) {
            RuntimeException translated = DataAccessUtils.translateIfNecessary(failure, TRANSLATOR);
            throw translated instanceof DataIntegrityViolationException
                    ? refusal(PostgresErrors.constraint(failure), written)
                    : translated;
        }
    }

    @Override
    public void delete(Id id, Expected expected) {
        store.inTransaction(() -> {
            if (!expected.isAny()) {
                locked(id, expected);
            }
            if (remove(List.of(id)) == 0) {
                throw NotFound.of(kind, id);
            }
        });
    }

    @Override
    public void removeAll(Collection<Id> ids) {
        remove(ids);
    }

    private int remove(Collection<Id> ids) {
        return store.inTransaction(() -> rows.removeAll(uuids(ids)));
    }

    @Override
    public List<Id> idsOf(String reference, Id parent, int limit) {
        return entity.idsOf(reference, parent.uuid(), limit).stream()
                .map(Id::of)
                .toList();
    }

    /** All of them in the order of ids. */
    protected Page<T> page(@Nullable String after, int limit) {
        Id last = Page.id(after);
        return Page.inOrderOfIds(
                Page.limit(limit),
                most -> readAll(last == null ? rows.first(most) : rows.after(last.uuid(), most)),
                Aggregate::id);
    }

    protected List<Stored<T>> readAll(List<E> found) {
        return Stored.all(found, this::read);
    }

    protected T read(E found) {
        try {
            return item.apply(found);
        } catch (UnreadableField fault) {
            throw UnreadableDocument.of(
                    new Unreadable(table, Id.of(entity.id(found)).text(), fault.field()), kind);
        }
    }

    protected static List<UUID> uuids(Collection<Id> ids) {
        return ids.stream().map(Id::uuid).toList();
    }
}

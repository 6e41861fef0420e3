package io.crossfade.strattio.common;

import io.crossfade.migration.Router;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An aggregate in both stores while it moves: names each operation on the one and on the other, and lets the router choose. Keeps
 * references whole, as MongoDB does not: a create asks for the parents before and after, and what has children deletes them before and
 * after, each through its own repository, for its unit may stand in another phase ({@link References}).
 */
public abstract class DualWriteAggregates<
                T extends Aggregate<T>, P extends Patch<P>, M extends SingleStore<T, P>, S extends SingleStore<T, P>>
        implements AggregateRepository<T, P> {

    private static final int BATCH = 100;

    protected final Router router;
    protected final String unit;
    protected final M mongo;
    protected final S postgres;

    protected DualWriteAggregates(Router router, String unit, M mongo, S postgres) {
        this.router = router;
        this.unit = unit;
        this.mongo = mongo;
        this.postgres = postgres;
    }

    /** @throws ParentMissing unless all exist that it refers to */
    protected void requireParents(T item) {}

    @Override
    public T create(T item) {
        List<String> key = List.of(item.id().text());
        return References.insert(
                () -> requireParents(item),
                () -> router.write(unit, key, () -> mongo.create(item), () -> postgres.create(item)),
                () -> removeAll(List.of(item.id())));
    }

    @Override
    public Optional<T> find(Id id) {
        return router.read(unit, "find", id.text(), () -> mongo.find(id), () -> postgres.find(id));
    }

    @Override
    public T update(Id id, P patch, Expected expected) {
        return router.write(
                unit,
                List.of(id.text()),
                () -> mongo.update(id, patch, expected),
                () -> postgres.update(id, patch, expected));
    }

    @Override
    public void delete(Id id, Expected expected) {
        remove(id, expected);
    }

    /**
     * Deletes it between two passes over its dependents. If it is expected in some state, that is decided first and at once, before a
     * dependent is touched; what others write to it from then on is deleted with it.
     */
    protected void delete(Id id, Expected expected, Runnable dependents) {
        if (!expected.isAny()) {
            router.run(unit, List.of(id.text()), () -> mongo.claim(id, expected), () -> postgres.claim(id, expected));
        }
        References.delete(dependents, () -> remove(id, Expected.ANY));
    }

    private void remove(Id id, Expected expected) {
        router.run(unit, List.of(id.text()), () -> mongo.delete(id, expected), () -> postgres.delete(id, expected));
    }

    /** Works off all that refer to that parent, batch by batch; each must be gone when it was worked off. */
    protected void inBatches(String reference, Id parent, Consumer<List<Id>> work) {
        // Looked up where writes go: a foreign key in the replica may have deleted there what still stands here.
        References.inBatches(
                () -> router.write(
                        unit,
                        List.of(),
                        () -> mongo.idsOf(reference, parent, BATCH),
                        () -> postgres.idsOf(reference, parent, BATCH)),
                work);
    }

    protected void removeAll(Collection<Id> ids) {
        router.run(unit, texts(ids), () -> mongo.removeAll(ids), () -> postgres.removeAll(ids));
    }

    protected static List<String> texts(Collection<Id> ids) {
        return ids.stream().map(Id::text).toList();
    }
}

package io.crossfade.strattio.common;

import java.util.Optional;

/**
 * What the repository of each aggregate can do, whichever store it asks.
 * A method either happens as a whole or not at all, and is visible to every later read when it returns. Times are in
 * milliseconds. What is stored and cannot be read is an {@link UnreadableDocument}; a list passes over it and names it.
 */
public interface AggregateRepository<T extends Aggregate<T>, P extends Patch<P>> {

    /**
     * Stores a new one. Repeating a create returns what is stored, even if it was updated meanwhile in nothing but its times.
     *
     * @throws AlreadyExists if the id is taken by other content
     * @throws Taken if what it must not share with another is the other's
     * @throws ParentMissing if what it refers to does not exist
     */
    T create(T item);

    /** Empty if there is none. */
    Optional<T> find(Id id);

    /** In whatever state it is. */
    default T update(Id id, P patch) {
        return update(id, patch, Expected.ANY);
    }

    /**
     * Changes the named fields alone, in one step: two writers that change different fields both win, unless they expect it in the
     * same state; then the first does. Sets the time of the update. An empty patch changes nothing.
     *
     * @return it as it is after this change
     * @throws NotFound if there is none
     * @throws Stale if it is not as expected
     * @throws Taken if what it must not share with another is the other's
     * @throws ParentMissing if what it refers to from now on does not exist
     */
    T update(Id id, P patch, Expected expected);

    /** In whatever state it is. */
    default void delete(Id id) {
        delete(id, Expected.ANY);
    }

    /**
     * Deletes it with all that belongs to it.
     *
     * @throws NotFound if there is none
     * @throws Stale if it is not as expected; then nothing that belongs to it was deleted either
     */
    void delete(Id id, Expected expected);
}

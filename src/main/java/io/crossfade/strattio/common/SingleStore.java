package io.crossfade.strattio.common;

import java.util.Collection;
import java.util.List;

/**
 * An aggregate in one store. Looks at nothing beside it: parents and children are the caller's business where the store itself does
 * not keep references whole.
 */
public interface SingleStore<T extends Aggregate<T>, P extends Patch<P>> extends AggregateRepository<T, P> {

    /**
     * Some that refer to that parent, whether they can be read or not.
     *
     * @param reference the property that refers to it
     */
    List<Id> idsOf(String reference, Id parent, int limit);

    /**
     * Changes the time of the update, which it must bear, and nothing else: whoever expects it in its former state is refused from
     * then on.
     *
     * @throws NotFound if there is none
     * @throws Stale if it is not as expected
     */
    void claim(Id id, Expected expected);

    /** Deletes those that are there. */
    void removeAll(Collection<Id> ids);
}

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

    /** Deletes those that are there. */
    void removeAll(Collection<Id> ids);
}

package io.crossfade.strattio.common;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps references whole where no foreign key does. Who inserts looks for the parent before and after; who deletes a
 * parent removes its children before and after. Whichever comes first, one of the two sees the other, so no orphan stays.
 */
public final class References {

    private References() {}

    /**
     * @param parents throws {@link ParentMissing} unless all parents exist
     * @param takeBack removes what was inserted; nothing if it is not there
     */
    public static <T> T insert(Runnable parents, Supplier<T> insert, Runnable takeBack) {
        parents.run();
        T stored = insert.get();
        return afterChange(() -> {
            try {
                parents.run();
            } catch (ParentMissing gone) {
                takeBack.run();
                throw gone;
            }
            return stored;
        });
    }

    /**
     * What is left to do once a change was made. A store that goes away in it says of its own step that nothing was written; of
     * the change that is not true.
     *
     * @throws OutcomeUnknownException if a store goes away
     */
    public static <T> T afterChange(Supplier<T> rest) {
        try {
            return rest.get();
        } catch (UnavailableException away) {
            throw new OutcomeUnknownException(
                    "The change was made, but what it refers to could not be looked at again; repeat the request",
                    away);
        }
    }

    /**
     * Deletes a parent between two passes over its dependents. Repeating it after a failure finishes what is left. A store that
     * goes away on the way may say of its own step that nothing was written; of the whole that is not known.
     */
    public static void delete(Runnable dependents, Runnable own) {
        try {
            dependents.run();
            own.run();
            dependents.run();
        } catch (UnavailableException away) {
            throw new OutcomeUnknownException(
                    "The deletion may have begun and was not finished; repeat the request, which finishes it", away);
        }
    }

    /** Whether there is one, be it readable or not. */
    public static boolean exists(Supplier<? extends Optional<?>> find) {
        try {
            return find.get().isPresent();
        } catch (UnreadableDocument there) {
            return true;
        }
    }

    /** Works off what {@code next} finds until it finds nothing; so each batch must be gone when it was worked off. */
    public static void inBatches(Supplier<List<Id>> next, Consumer<List<Id>> work) {
        for (List<Id> ids = next.get(); !ids.isEmpty(); ids = next.get()) {
            work.accept(ids);
        }
    }
}

package io.crossfade.migration;

import java.util.Collection;
import java.util.function.Supplier;

/**
 * Decides, call by call, which store serves a unit. A repository hands over the same operation twice, once per store;
 * the router runs the one that the unit's phase asks for and sees to replication.
 */
public interface Router {

    /**
     * Reads at the store that decides for this key. Reads are sticky: one key is always read at the same store while
     * nothing changes, so that one caller never sees time go back.
     *
     * @param operation the read's name among the unit's, by which its times in both stores are compared
     * @param stickyKey what the read is about: an id, or for a list the id it is a list of
     * @throws UnavailableException if that store cannot be asked now
     */
    <T> T read(String unit, String operation, String stickyKey, Supplier<T> source, Supplier<T> target);

    /** A unit's only read, by the name {@code read}. */
    default <T> T read(String unit, String stickyKey, Supplier<T> source, Supplier<T> target) {
        return read(unit, "read", stickyKey, source, target);
    }

    /**
     * Writes at the authority, then brings the keys to the other store as the phase asks. When it returns, the write is
     * in the authority, and no later read will be older. An exception of the operation itself (a conflict, a missing
     * parent) passes through, and then nothing was written. The target's operation may run again, in a new transaction, after
     * one that was undone: all that it does, it does in that transaction.
     *
     * @param keys ids, as text, of every row the operation may change in this unit; a cascade into another unit is that
     *     unit's own write
     * @throws UnavailableException if nothing was written and the call may be repeated later
     * @throws OutcomeUnknownException if the write may or may not have happened
     */
    <T> T write(String unit, Collection<String> keys, Supplier<T> source, Supplier<T> target);

    /** A {@link #write} without a result. */
    default void run(String unit, Collection<String> keys, Runnable source, Runnable target) {
        this.<Object>write(
                unit,
                keys,
                () -> {
                    source.run();
                    return Boolean.TRUE;
                },
                () -> {
                    target.run();
                    return Boolean.TRUE;
                });
    }
}

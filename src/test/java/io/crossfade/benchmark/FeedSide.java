package io.crossfade.benchmark;

import java.util.List;
import java.util.UUID;

/** One feed, seen from both ends: where an outside writer changes plans, and where these changes come out. */
interface FeedSide {

    /** In the names of figures. */
    String name();

    /** For people. */
    String title();

    /** Changes the name of one plan. */
    void write(UUID plan, String value) throws Exception;

    /**
     * Changes the name of each of these plans, as fast as the store takes it.
     *
     * @return when the feed could see the first of them, as {@link System#nanoTime()}
     */
    long write(List<UUID> plans, String value) throws Exception;

    /** The name of that plan in the other store. */
    String read(UUID plan) throws Exception;

    /** Waits until everything written so far is in the other store. */
    void awaitAll() throws Exception;
}

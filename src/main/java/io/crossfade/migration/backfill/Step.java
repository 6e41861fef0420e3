package io.crossfade.migration.backfill;

/** The steps of a chunk, in order; a crash may come after any of them. */
enum Step {
    NOTED,
    READ,
    EQUALIZED,
    MERGED,
    AWAITED,
    RESYNCED;

    /** Looks on; what it throws ends the work as a crash would. */
    interface Observer {
        void after(Step step, Chunk chunk);

        Observer NONE = (step, chunk) -> {};
    }
}

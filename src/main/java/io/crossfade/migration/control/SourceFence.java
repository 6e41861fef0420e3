package io.crossfade.migration.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What this instance may do with the source as authority. A permit is what it has read of the fence lately; every change of the
 * fence is a compare-and-set on its epoch.
 */
public interface SourceFence {

    /** What a writer needs before it may acknowledge, and where a reader may read. */
    enum Mode {
        /** A write is done once the source has it; reads are made at the source. */
        RELAXED,
        /** A write is done once both stores have it; reads are made at the source. */
        TIGHTENING,
        /** A write is done once both stores have it; reads may be made at either. */
        STRICT,
        /** The source is not the authority, or about to cease to be: writes wait, reads are made at the target. */
        CLOSED
    }

    /** The permit, if it is valid now. */
    Optional<FenceDocument> permit(String unit);

    /** What this instance has read of the fence last, however long ago: no permit, only something to tell. */
    Optional<FenceDocument> known(String unit);

    /**
     * Begins a write to the source; waits while there is no permit, or the unit is closed. Each begun write must be
     * {@linkplain #endWrite ended}: as long as one runs this instance does not say that it has seen the source closed.
     *
     * @return the permit, or empty if there was none for as long as was waited
     */
    Optional<FenceDocument> beginWrite(String unit, long nanos) throws InterruptedException;

    /**
     * After the source has answered a write.
     *
     * @return the permit now, by whose mode the write goes on; empty if there is none, or the source was closed since the
     *     write began: then the write must not be acknowledged
     */
    Optional<FenceDocument> afterWrite(FenceDocument before);

    void endWrite(String unit);

    /**
     * The fence as it is now, whatever this instance's permit says.
     *
     * @throws RuntimeException the source's own, if it cannot be asked
     */
    FenceDocument read(String unit);

    /**
     * Compare-and-set on the epoch.
     *
     * @return whether the fence stood as {@code before} and now stands as {@code after}
     * @throws RuntimeException the source's own; then it may stand as either
     */
    boolean replace(FenceDocument before, FenceDocument after);

    /**
     * Waits until each registered instance's permit is this one or a later, or certainly over.
     *
     * @param since when the source's answer arrived that the fence stands so, in nanoseconds of this process' clock
     * @return whether that came about within the limit
     */
    boolean awaitOlderPermitsOver(FenceDocument document, long since, Duration limit) throws InterruptedException;

    /** Waits until no instance can hold a permit older than this stretch of {@link Mode#RELAXED}. Returns whether it had to wait. */
    boolean awaitRelaxedEverywhere(FenceDocument relaxed) throws InterruptedException;

    /**
     * Asks every registered instance for a sign of life.
     *
     * @return the addresses of those that gave none within the limit
     */
    List<String> silent(Duration limit) throws InterruptedException;
}

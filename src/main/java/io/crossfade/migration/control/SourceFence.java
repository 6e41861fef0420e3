package io.crossfade.migration.control;

import java.time.Duration;
import java.util.Optional;

/**
 * What this instance may do with the source as authority. The permit is what it knows of the fence in the source; every
 * change of the fence is a compare-and-set on its epoch.
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

    /** Valid while {@link #permit} answers with the same epoch. */
    record Permit(long epoch, Mode mode) {

        boolean mayReadTarget() {
            return mode == Mode.STRICT || mode == Mode.CLOSED;
        }

        boolean mayReadSource() {
            return mode != Mode.CLOSED;
        }

        /** Whether a write may be acknowledged that the target has not. */
        boolean sufficesSource() {
            return mode == Mode.RELAXED;
        }
    }

    /** The permit now. */
    Permit permit(String unit);

    /**
     * Begins a write to the source; waits while the unit is closed. Each begun write must be {@linkplain #endWrite ended}. The
     * fence is never closed over a running write, so its permit, if it changes, is never {@link Mode#CLOSED}.
     *
     * @return the permit, or empty if the unit stayed closed for as long as was waited
     */
    Optional<Permit> beginWrite(String unit, long nanos) throws InterruptedException;

    void endWrite(String unit);

    /** @return whether the fence stood at that epoch and now stands in this mode, one epoch later */
    boolean compareAndSet(String unit, long epoch, Mode mode);

    /**
     * Holds new writes, lets the running ones end, and then sets {@link Mode#CLOSED}.
     *
     * @return the epoch of CLOSED, or empty if the running writes did not end in time or the fence changed meanwhile; then
     *     the unit is as open as before
     */
    Optional<Long> close(String unit, long epoch, Duration limit) throws InterruptedException;

    /** Waits until every permit older than {@link Mode#RELAXED}'s, whoever holds it, is certainly over. */
    void awaitRelaxedEverywhere(String unit) throws InterruptedException;
}

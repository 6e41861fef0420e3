package io.crossfade.migration.control;

/**
 * A part of the engine that works in some phases only. It is told of each step of a unit and starts or stops its work; after a
 * restart it is told where each unit stands.
 */
public interface MoveListener {

    /**
     * Before the step is written down, with all gates holding. Whatever must stand before the first write under the new
     * phase is made durable here. What it throws calls the move off.
     *
     * @param by who asked for the move
     */
    default void beforeMove(Gate.Move move, Requester by) throws Exception {}

    /** The unit stands there now: after a step, and once at the start of the service. Returns at once; never throws. */
    default void standsAt(FenceRow row) {}
}

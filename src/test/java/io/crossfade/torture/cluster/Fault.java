package io.crossfade.torture.cluster;

/**
 * Something that goes wrong for a while.
 *
 * @param kind for the report to count by
 * @param where what it is done to; two faults to the same thing exclude each other
 * @param begin makes it go wrong
 * @param end makes all well again, as far as that takes no waiting
 */
public record Fault(String kind, String where, Step begin, Step end) {

    /** One half of a fault. */
    @FunctionalInterface
    public interface Step {
        void take() throws Exception;
    }
}

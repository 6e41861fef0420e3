package io.crossfade.migration.verify;

/**
 * One of the service's reads, timed in both stores with the same arguments.
 *
 * @param operation as the repository names it
 * @param reads how often, in each store
 * @param failed how often one of the stores could not answer; counted nowhere else
 */
public record ReadComparison(String operation, long reads, long failed, Times source, Times target) {

    /** Milliseconds, to the microsecond. */
    public record Times(double p50, double p99) {

        static Times ofNanos(double p50, double p99) {
            return new Times(millis(p50), millis(p99));
        }

        private static double millis(double nanos) {
            return Math.round(nanos / 1e3) / 1e3;
        }
    }
}

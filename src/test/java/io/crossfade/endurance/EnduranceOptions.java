package io.crossfade.endurance;

import io.crossfade.embedded.sample.SampleSizes;
import java.time.Duration;

/**
 * What a run does.
 *
 * @param seed decides the sample, the traffic and when it is disturbed
 * @param outage how long a database stays away
 * @param length the walk there and back is repeated until that time is over; at least one is done whole
 * @param sample how much stands in MongoDB before
 */
record EnduranceOptions(long seed, Duration outage, Duration length, SampleSizes sample) {

    /** For each build: one walk, outages of a few seconds, a small sample. */
    static EnduranceOptions shortForm(long seed) {
        return new EnduranceOptions(
                seed, Duration.ofSeconds(3), Duration.ZERO, new SampleSizes(300, 40, 1500, 6000, 800, 800));
    }

    /** The full sample, and a minute without each database in each phase. */
    static EnduranceOptions longForm(long seed, Duration length) {
        return new EnduranceOptions(
                seed, Duration.ofMinutes(1), length, new SampleSizes(1000, 120, 10_000, 60_000, 5000, 5000));
    }

    /** From {@code -Dendurance.seed} and {@code -Dendurance.minutes}; without minutes the short form. */
    static EnduranceOptions fromSystemProperties() {
        long seed = Long.getLong("endurance.seed", System.nanoTime() & 0xFFFF_FFFFL);
        Integer minutes = Integer.getInteger("endurance.minutes");
        return minutes == null ? shortForm(seed) : longForm(seed, Duration.ofMinutes(minutes));
    }
}

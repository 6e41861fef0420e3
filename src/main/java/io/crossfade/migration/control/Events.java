package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts what happens seldom and tells an operator that a fence did its work, as {@code crossfade.events} by event and unit. The
 * names are the constants in lower case with dashes.
 */
public final class Events {

    /** What is counted. */
    public enum Event {
        /** A write that the replica lacks waited until no other instance could read there. */
        WRITER_WAITED,
        /** A read that was to go to the replica went to the source. */
        READ_FELL_BACK,
        /** A write was held while the authority changed. */
        WRITE_HELD,
        /** A write's permit was not valid any more when the source had answered. */
        PERMIT_LAPSED,
        /** A step of a move came too late: another had moved the fence meanwhile. */
        ZOMBIE_REFUSED,
        RELAXED,
        STRICT_AGAIN,
        /** This instance finished or undid what another had begun. */
        MOVE_TAKEN_OVER,
        MOVE_UNDONE,
        /** This instance found itself removed from a registry, and registered anew. */
        INSTANCE_RETURNED,
        /** A backfilled key was touched by a sync meanwhile, and synced again. */
        CHUNK_KEY_RESYNCED;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final MeterRegistry meters;

    public Events(MeterRegistry meters) {
        this.meters = meters;
    }

    public void count(Event event, String unit) {
        count(event, unit, 1);
    }

    /** What the steps of a move took, as {@code crossfade.move.step} by unit, phase moved to, and step. */
    void moved(String unit, Phase to, Map<String, Long> stepMillis) {
        stepMillis.forEach((step, millis) -> Timer.builder("crossfade.move.step")
                .description("How long each step of a move took")
                .tag("unit", unit)
                .tag("to", to.code())
                .tag("step", step)
                .register(meters)
                .record(millis, TimeUnit.MILLISECONDS));
    }

    public void count(Event event, String unit, long times) {
        meters.counter("crossfade.events", "event", event.code(), "unit", unit).increment(times);
    }
}

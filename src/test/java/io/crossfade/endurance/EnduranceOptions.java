package io.crossfade.endurance;

import io.crossfade.embedded.sample.SampleSizes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run does.
 *
 * @param seed decides the sample, the traffic and when it is disturbed
 * @param outage how long a database stays away
 * @param length the walk there and back is repeated until that time is over; at least one is done whole
 * @param copyAlone whether it ends once the backfill, in which the service is killed, was verified
 * @param sample how much stands in MongoDB before
 * @param settings of the service
 * @param limit of all that is waited for
 */
record EnduranceOptions(
        long seed,
        Duration outage,
        Duration length,
        boolean copyAlone,
        SampleSizes sample,
        List<String> settings,
        Duration limit) {

    /**
     * Each kill leaves an instance behind whose silence a move waits for; longer than a sync may take. And a copy does not yield to a
     * machine that is busy with other things: others test that it does.
     */
    private static final List<String> SOON_DEAD = List.of(
            "--crossfade.control.silence-limit=12s",
            "--crossfade.sync.source-limit=1500ms",
            "--crossfade.backfill.max-live-latency=1m",
            "--crossfade.backfill.max-feed-lag=1m");

    /** Small chunks, for the service is to be killed between them. */
    private static final List<String> SMALL_CHUNKS =
            soonDead("--crossfade.backfill.chunk-size=40", "--crossfade.backfill.workers=1");

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static List<String> soonDead(String... more) {
        return Stream.concat(SOON_DEAD.stream(), Stream.of(more)).toList();
    }

    /** For each build: one walk, outages of a few seconds, a small sample. */
    static EnduranceOptions shortForm(long seed) {
        return new EnduranceOptions(
                seed,
                Duration.ofSeconds(3),
                Duration.ZERO,
                false,
                new SampleSizes(300, 40, 1500, 6000, 800, 800),
                SMALL_CHUNKS,
                LIMIT);
    }

    /** The full sample, and a minute without each database in each phase. */
    static EnduranceOptions longForm(long seed, Duration length) {
        return new EnduranceOptions(
                seed,
                Duration.ofMinutes(1),
                length,
                false,
                new SampleSizes(1000, 120, 10_000, 60_000, 5000, 5000),
                SMALL_CHUNKS,
                LIMIT);
    }

    /** A large copy in a hundred chunks or more, and nothing after it but its verification. */
    static EnduranceOptions copyOf(long seed, int documents) {
        int plans = documents / 10;
        int users = documents / 100 + 1;
        int organisations = documents / 1000 + 1;
        return new EnduranceOptions(
                seed,
                Duration.ZERO,
                Duration.ZERO,
                true,
                new SampleSizes(
                        users,
                        organisations,
                        plans,
                        documents - users - organisations - 2 * plans,
                        plans / 2,
                        plans / 2),
                soonDead("--crossfade.backfill.chunk-size=" + Math.clamp(documents / 100, 40, 20_000)),
                Duration.ofHours(2));
    }

    /**
     * From {@code -Dendurance.seed} and {@code -Dendurance.minutes} or {@code -Dendurance.documents}; without either of these the
     * short form.
     */
    static EnduranceOptions fromSystemProperties() {
        long seed = Long.getLong("endurance.seed", System.nanoTime() & 0xFFFF_FFFFL);
        Integer documents = Integer.getInteger("endurance.documents");
        if (documents != null) {
            return copyOf(seed, documents);
        }
        Integer minutes = Integer.getInteger("endurance.minutes");
        return minutes == null ? shortForm(seed) : longForm(seed, Duration.ofMinutes(minutes));
    }

    long documents() {
        return (long) sample.users()
                + sample.organisations()
                + sample.plans()
                + sample.sections()
                + sample.researchPacks()
                + sample.financialModels();
    }
}

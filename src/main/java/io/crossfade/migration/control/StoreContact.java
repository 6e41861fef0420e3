package io.crossfade.migration.control;

import io.crossfade.migration.Side;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Whether each store answers this instance, since when, and for how long it did not. Whoever asks a store several times a second
 * tells of each answer; a store that has given none for {@link #FRESH} is away, since its last one.
 */
public final class StoreContact {

    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final int KEPT = 100;

    private final Clock clock;
    private final LongSupplier ticker;
    private final Map<Side, Line> lines = new EnumMap<>(Side.class);

    /** @param ticker nanoseconds that only grow */
    public StoreContact(Clock clock, LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
        for (Side store : Side.values()) {
            lines.put(store, new Line(clock.instant(), ticker.getAsLong()));
        }
    }

    /** @param since when it began to answer; of one that is away, when it answered last, or when this instance started */
    public record State(boolean answers, Instant since) {}

    private record Gap(long from, long to) {}

    private static final class Line {
        private final Deque<Gap> gaps = new ArrayDeque<>();
        private boolean answered;
        private Instant since;
        private Instant last;
        private long lastNanos;

        Line(Instant now, long nanos) {
            since = now;
            last = now;
            lastNanos = nanos;
        }

        boolean isAway(long now) {
            return !answered || now - lastNanos > FRESH.toNanos();
        }
    }

    /** The store has just answered. */
    public synchronized void answered(Side store) {
        Line line = line(store);
        long now = ticker.getAsLong();
        if (line.isAway(now)) {
            line.gaps.add(new Gap(line.lastNanos, now));
            if (line.gaps.size() > KEPT) {
                line.gaps.remove();
            }
            line.since = clock.instant();
        }
        line.answered = true;
        line.last = clock.instant();
        line.lastNanos = now;
    }

    public synchronized State state(Side store) {
        Line line = line(store);
        return line.isAway(ticker.getAsLong()) ? new State(false, line.last) : new State(true, line.since);
    }

    /** The stores that do not answer, and since when. */
    public Map<Side, Instant> awaySince() {
        Map<Side, Instant> away = new EnumMap<>(Side.class);
        for (Side store : Side.values()) {
            State state = state(store);
            if (!state.answers) {
                away.put(store, state.since);
            }
        }
        return away;
    }

    /** When the store answered last; if it never did, when this instance started. */
    public synchronized Instant lastAnswer(Side store) {
        return line(store).last;
    }

    /** The states of both. */
    Map<Side, Sight> sights() {
        return Map.of(Side.SOURCE, Sight.of(state(Side.SOURCE)), Side.TARGET, Sight.of(state(Side.TARGET)));
    }

    /** Of the time that ends now and was so long, how much passed while one store or the other was away. */
    public synchronized Duration awayWithin(Duration time) {
        long now = ticker.getAsLong();
        List<Gap> gaps = new ArrayList<>();
        for (Line line : lines.values()) {
            gaps.addAll(line.gaps);
            if (line.isAway(now)) {
                gaps.add(new Gap(line.lastNanos, now));
            }
        }
        gaps.sort(Comparator.comparingLong(gap -> gap.from - now));
        long counted = now - time.toNanos();
        long away = 0;
        for (Gap gap : gaps) {
            long from = Math.max(gap.from - counted, 0) + counted;
            if (gap.to - from > 0) {
                away += gap.to - from;
                counted = gap.to;
            }
        }
        return Duration.ofNanos(away);
    }

    private Line line(Side store) {
        Line line = lines.get(store);
        if (line == null) {
            throw new IllegalStateException("There is no such store: " + store);
        }
        return line;
    }
}

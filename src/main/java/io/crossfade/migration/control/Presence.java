package io.crossfade.migration.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** For how long each instance has given no sign of life, by this process' clock alone: since its count was last seen to grow. */
final class Presence {

    private final LongSupplier ticker;
    private final Map<String, Sign> signs = new HashMap<>();

    Presence(LongSupplier ticker) {
        this.ticker = ticker;
    }

    private record Sign(long beat, long at) {}

    /** @param beats of all that are registered now */
    synchronized void observe(Map<String, Long> beats) {
        signs.keySet().retainAll(beats.keySet());
        beats.forEach((id, beat) -> {
            Sign known = signs.get(id);
            if (known == null || known.beat != beat) {
                signs.put(id, new Sign(beat, ticker.getAsLong()));
            }
        });
    }

    synchronized Duration silence(String id) {
        Sign sign = signs.get(id);
        return sign == null ? Duration.ZERO : Duration.ofNanos(ticker.getAsLong() - sign.at);
    }

    synchronized List<String> silentFor(Duration limit) {
        return signs.keySet().stream()
                .filter(id -> silence(id).compareTo(limit) > 0)
                .toList();
    }
}

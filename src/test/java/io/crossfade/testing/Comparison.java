package io.crossfade.testing;

import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.tour.Operator;
import io.crossfade.embedded.tour.TourFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Both stores compared key by key, by the service's own verification. */
public final class Comparison {

    private final Operator operator;
    private final Duration limit;

    /** @param limit of all that is waited for */
    public Comparison(Operator operator, Duration limit) {
        this.operator = operator;
        this.limit = limit;
    }

    /** Begins a new verification of each of the units, once none is running any more, and returns what they found. */
    public List<Operator.Verified> of(Set<String> units) throws TourFailedException {
        await("earlier verifications")
                .atMost(limit)
                .ignoreException(TourFailedException.class)
                .until(() ->
                        named(units).stream().noneMatch(unit -> unit.state().equals("running")));
        Map<String, Long> before = new HashMap<>();
        for (Operator.Verified unit : named(units)) {
            before.put(unit.unit(), unit.run());
            operator.startVerification(unit.unit(), false);
        }
        await("the verifications of " + units)
                .atMost(limit)
                .ignoreException(TourFailedException.class)
                .until(() -> named(units).stream()
                        .noneMatch(unit -> unit.state().equals("running") || unit.run() <= before.get(unit.unit())));
        return named(units);
    }

    private List<Operator.Verified> named(Set<String> units) throws TourFailedException {
        return operator.verifications().stream()
                .filter(unit -> units.contains(unit.unit()))
                .toList();
    }
}

package io.crossfade.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.sample.traffic.Answer;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.embedded.tour.Operator;
import io.crossfade.embedded.tour.TourFailedException;
import io.crossfade.testing.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An operator who waits: for the gates of a move, for a verification, for the replica to have caught up. */
final class MigrationSteps {

    /** Some gate does not hold. */
    private static final int GATES = 409;

    private final Operator operator;
    private final Duration limit;
    private boolean complete;

    MigrationSteps(ServiceClient admin, Duration limit) {
        this.operator = new Operator(admin, "endurance");
        this.limit = limit;
    }

    /** Moves all units as soon as every gate holds, and again if one of them ceased to in between; no other refusal is repeated. */
    void move(String phase, @Nullable Integer percent) {
        await("the move to " + phase)
                .atMost(limit)
                .ignoreException(TourFailedException.class)
                .untilAsserted(() -> {
                    assertThat(operator.gatesAgainst(phase, percent)).isEmpty();
                    Answer moved = operator.move(phase, percent);
                    if (!moved.done() && moved.status() != GATES) {
                        throw new IllegalStateException("The move to " + phase + ": " + moved.summary());
                    }
                    assertThat(moved.done())
                            .as("the move to %s: %s", phase, moved.summary())
                            .isTrue();
                });
    }

    String authority() throws TourFailedException {
        return switch (operator.units().getFirst().phase()) {
            case "POSTGRES", "MONGO_REMOVED" -> "POSTGRES";
            default -> "MONGO";
        };
    }

    /** How many documents the backfill has copied; remembers whether these were all. */
    long copied() throws TourFailedException {
        List<Operator.Unit> units = operator.units();
        complete = units.stream().allMatch(Operator.Unit::backfillComplete);
        return units.stream().mapToLong(Operator.Unit::backfilled).sum();
    }

    boolean wasComplete() {
        return complete;
    }

    /** Waits until the replica has caught up, then compares all keys. Returns how many. */
    long verify() throws TourFailedException {
        await("the replica to catch up, and an empty quarantine")
                .atMost(limit)
                .ignoreException(TourFailedException.class)
                .untilAsserted(() -> assertThat(operator.units())
                        .allMatch(unit -> unit.lagMillis() == 0 && unit.quarantined() == 0));
        Set<String> all = operator.units().stream().map(Operator.Unit::name).collect(Collectors.toSet());
        List<Operator.Verified> found = new Comparison(operator, limit).of(all);
        assertThat(found).allMatch(Operator.Verified::clean);
        return found.stream().mapToLong(Operator.Verified::compared).sum();
    }
}

package io.crossfade.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.Effect;
import io.crossfade.torture.load.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories of a true store are accepted, also long ones with many lost answers; the same with one answer bent are not. */
class SimulationTest {

    private static final int LIMIT = 2_000_000;
    private static final int SEEDS = 16;
    private static final int CLIENTS = 8;
    private static final int EACH = 40;
    private static final int LOST = 65;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aTrueStoreIsNeverAccused() {
        int uncertain = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Operation> history = new Simulation(seed, CLIENTS, 3, LOST).run(EACH);
            assertThat(check(history)).as("seed %d", seed).isEmpty();
            uncertain += (int) history.stream()
                    .filter(operation -> operation.action().writes() && operation.effect() == Effect.UNKNOWN)
                    .count();
        }
        assertThat(uncertain / SEEDS).isBetween(8, 25);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aFinalReadOfAnOverwrittenValueIsFound() {
        int bent = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Operation> history = new Simulation(seed, CLIENTS, 3, LOST).run(EACH);
            for (Operation last : history.subList(history.size() - 3, history.size())) {
                Optional<Operation> older = overwritten(history, last);
                if (older.isPresent()) {
                    assertThat(check(replaced(
                                    history, last, seen(last, older.get().seen()))))
                            .as("seed %d: %s", seed, last)
                            .isPresent();
                    bent++;
                }
            }
        }
        assertThat(bent).isGreaterThan(SEEDS);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aValueThatNobodyWroteIsFound() {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Operation> history = new Simulation(seed, CLIENTS, 2, LOST).run(EACH);
            Operation read = history.stream()
                    .filter(operation -> operation.action() == Action.READ && operation.seen() != null)
                    .skip(10)
                    .findFirst()
                    .orElseThrow();
            Map<String, String> seen = new HashMap<>(read.seen());
            seen.put("name", "nobody's");
            assertThat(check(replaced(history, read, seen(read, seen)))).isPresent();
        }
    }

    /** A fault may strike where nobody sees it, so not each run shows one. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aStoreThatErrsNowAndThenIsAccused(Simulation.Fault fault) {
        int accused = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Optional<Anomaly> anomaly = check(new Simulation(seed, 4, 3, LOST / 3, fault).run(EACH));
            if (anomaly.isPresent()) {
                assertThat(anomaly.get().kind()).isEqualTo(EntityCheck.BROKEN);
                accused++;
            }
        }
        assertThat(accused).isGreaterThan(SEEDS / 2);
    }

    private static Optional<Anomaly> check(List<Operation> history) {
        return new EntityCheck(LIMIT, 0).check(Simulation.GROUP, history);
    }

    /** A read of the same entity that saw a name which an acknowledged change replaced for certain before the last read. */
    private static Optional<Operation> overwritten(List<Operation> history, Operation last) {
        return history.stream()
                .filter(read -> read.action() == Action.READ
                        && read.ok()
                        && read.key().equals(last.key())
                        && read.seen() != null)
                .filter(read -> history.stream()
                        .anyMatch(change -> change.action() == Action.CHANGE
                                && change.ok()
                                && change.key().equals(last.key())
                                && change.written().containsKey("name")
                                && change.start() > read.end()
                                && change.end() < last.start()))
                .findFirst();
    }

    private static List<Operation> replaced(List<Operation> history, Operation one, Operation other) {
        List<Operation> bent = new ArrayList<>(history);
        bent.replaceAll(operation -> operation == one ? other : operation);
        return bent;
    }

    private static Operation seen(Operation operation, @Nullable Map<String, String> seen) {
        return new Operation(
                operation.action(),
                operation.group(),
                operation.key(),
                operation.instance(),
                operation.start(),
                operation.end(),
                Outcome.DONE,
                200,
                operation.written(),
                seen,
                List.of());
    }
}

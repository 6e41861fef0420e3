package io.crossfade.migration.control;

import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether this instance can serve each unit where it stands: only the store that decides matters, unless the other one turns out to
 * be another installation's.
 */
public final class Serving {

    private static final Duration FRESH = Duration.ofSeconds(3);

    private final UnitStates states;
    private final SourceFence source;
    private final Installation installation;
    private final StoreNames names;

    Serving(UnitStates states, SourceFence source, Installation installation, StoreNames names) {
        this.states = states;
        this.source = source;
        this.installation = installation;
        this.names = names;
    }

    /** By unit, why it cannot be served now; empty if all can. */
    public Map<String, String> obstacles() {
        boolean targetAnswers = states.age().compareTo(FRESH) < 0;
        Map<String, String> obstacles = new TreeMap<>();
        Optional<Installation.Problem> problem = installation.problem();
        for (FenceRow row : states.all()) {
            Side authority = row.phase().authority();
            if (problem.filter(known -> known.another() || known.concerns(authority))
                    .isPresent()) {
                obstacles.put(row.unit(), problem.get().text());
                continue;
            }
            boolean serves = authority == Side.TARGET
                    ? targetAnswers || sourceDecides(row.unit())
                    : source.permit(row.unit()).isPresent();
            if (!serves) {
                obstacles.put(
                        row.unit(),
                        names.of(authority) + " decides in " + names.of(row.phase())
                                + ", and this instance cannot reach it");
            }
        }
        return obstacles;
    }

    /** Whether the target has ceased to decide since it last answered. */
    private boolean sourceDecides(String unit) {
        return source.permit(unit).filter(FenceDocument::mayReadSource).isPresent();
    }
}

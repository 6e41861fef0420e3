package io.crossfade.torture.load;

import io.crossfade.embedded.sample.traffic.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer.
 *
 * @param group what is checked as a whole: one entity, or several that contend for unique values
 * @param key the entity or list, as a path under the API
 * @param instance which instance was asked, by its place in the list of targets
 * @param start on {@link System#nanoTime}, before the request was sent
 * @param end on the same clock, after the answer came or was given up on
 * @param status 0 if no answer came
 * @param written the fields that it sets; those of the whole entity for a create
 * @param seen the fields that the answer shows; null if it shows no entity
 * @param ids those a list shows, or those an order asks for
 */
public record Operation(
        Action action,
        String group,
        String key,
        int instance,
        long start,
        long end,
        Outcome outcome,
        int status,
        Map<String, String> written,
        @Nullable Map<String, String> seen,
        List<String> ids) {

    private static final long MICRO = 1000;

    public Operation {
        written = Map.copyOf(written);
        seen = seen == null ? null : Map.copyOf(seen);
        ids = List.copyOf(ids);
    }

    public Effect effect() {
        return Effect.of(outcome);
    }

    public boolean ok() {
        return outcome == Outcome.DONE;
    }

    /** The end, or the end of time for what may still take effect after it. */
    public long lastEffect() {
        return effect() == Effect.UNKNOWN ? Long.MAX_VALUE : end;
    }

    /** Times are in microseconds since the origin. */
    public String describe(long origin) {
        StringBuilder text = new StringBuilder("%s %s by instance %d at %d-%d us: %s %d"
                .formatted(action, key, instance, (start - origin) / MICRO, (end - origin) / MICRO, effect(), status));
        if (!written.isEmpty()) {
            text.append(" wrote ").append(new TreeMap<>(written));
        }
        if (seen != null) {
            text.append(" saw ").append(new TreeMap<>(seen));
        }
        if (!ids.isEmpty()) {
            text.append(action == Action.ORDER ? " asked for " : " saw ").append(ids);
        }
        return text.toString();
    }
}

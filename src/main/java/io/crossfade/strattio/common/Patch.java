package io.crossfade.strattio.common;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields to change and their new values, by the field's name. A field that is not named stays as it is; null takes
 * the value away, or back to its default. Built only of values that both stores can keep.
 */
public abstract class Patch {

    private final Map<String, @Nullable Object> changes;

    protected Patch(Map<String, @Nullable Object> changes) {
        this.changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** New values: String, Integer, Boolean, Instant, {@link Id}, {@link Json}, {@link Coded}, a list of strings, or null. */
    public Map<String, @Nullable Object> changes() {
        return changes;
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Names the fields alone: a value may be a secret. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + changes.keySet();
    }

    /** Collects changes; each is checked as it comes. */
    public abstract static class Changes {

        private final Map<String, @Nullable Object> changes = new LinkedHashMap<>();

        protected void change(String field, @Nullable Object value) {
            changes.put(field, value);
        }

        protected Map<String, @Nullable Object> collected() {
            return changes;
        }
    }
}

package io.crossfade.strattio.common;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields to change and their new values, by the field's name. A field that is not named stays as it is; null takes
 * the value away, or back to its default. Each method of a patch checks one value, so that it holds only what both stores can keep.
 *
 * @param <P> the patch itself, which its methods return
 */
public abstract class Patch<P extends Patch<P>> {

    private final Map<String, @Nullable Object> changes = new LinkedHashMap<>();

    protected final P change(String field, @Nullable Object value) {
        changes.put(field, value);
        return itself();
    }

    /** What it is when it was read from JSON. */
    @SuppressWarnings("unchecked")
    public final P itself() {
        return (P) this;
    }

    /** New values: String, Integer, Boolean, Instant, {@link Id}, {@link Json}, {@link Coded}, a list of strings, or null. */
    public Map<String, @Nullable Object> changes() {
        return Collections.unmodifiableMap(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Names the fields alone: a value may be a secret. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + changes.keySet();
    }
}

package io.crossfade.strattio.common;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which state a write may find what it changes.
 *
 * @param revisions one of these ({@link Revision}); null for any
 */
public record Expected(@Nullable Set<String> revisions) {

    public static final Expected ANY = new Expected(null);

    public boolean isAny() {
        return revisions == null;
    }

    /**
     * What is stored, as it is.
     *
     * @param kind the aggregate, as people call it: "user"
     * @throws Stale if it is in another state
     */
    <T extends Aggregate<T>> T require(String kind, T stored) {
        if (revisions != null && !revisions.contains(Revision.of(stored))) {
            throw Stale.of(kind, stored.id());
        }
        return stored;
    }
}

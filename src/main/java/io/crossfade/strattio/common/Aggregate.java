package io.crossfade.strattio.common;

import static io.swagger.v3.oas.annotations.media.Schema.AccessMode.READ_ONLY;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * What a store keeps under an id; a record of values. Its {@code of} makes one of what a caller gives, checked so that both stores can
 * keep it; its {@code stored} makes one of what a store holds, with the defaults for what is missing.
 *
 * @param <T> the aggregate itself
 */
public interface Aggregate<T extends Aggregate<T>> {

    /** In the place of its times until it is stored. */
    Instant UNSTORED = Instant.EPOCH;

    Id id();

    @Schema(accessMode = READ_ONLY)
    default Instant createdAt() {
        return UNSTORED;
    }

    @Schema(accessMode = READ_ONLY)
    default Instant updatedAt() {
        return UNSTORED;
    }

    /** The same at other times; itself if it bears none. */
    T at(Instant createdAt, Instant updatedAt);

    /** Whether a create of this repeats the one that stored that: all is equal but the times. */
    default boolean repeats(T stored) {
        return at(stored.createdAt(), stored.updatedAt()).equals(stored);
    }
}

package io.crossfade.torture.check;

import org.jspecify.annotations.Nullable;

/**
 * What one after another may do to a state.
 *
 * @param <S> immutable, with equality
 */
interface Model<S, O> {

    S initial();

    /** The state after it; null if it cannot have come to what it did in this state. */
    @Nullable
    S after(S state, O operation);

    /** Equal for two operations that do the same to each state, whatever was answered. */
    Object effect(O operation);
}

package io.crossfade.migration.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a store answers an instance.
 *
 * @param answers null: not known
 * @param since when that became so; of what is not known, when it was known last; null if nobody has said
 */
public record Sight(@Nullable Boolean answers, @Nullable Instant since) {

    static Sight of(StoreContact.State state) {
        return new Sight(state.answers(), state.since());
    }

    /**
     * What another instance sees of a store. It tells so in the registry of the other store; a sign of life in this one's own shows
     * it too. One that gives neither is not known to see anything.
     *
     * @param told its word in the other store's registry; null if it has none, or is silent there
     * @param heard whether it gives signs of life in this store's registry
     * @param last its last sign of life in either; null if that cannot be told
     */
    static Sight of(StoreContact.@Nullable State told, boolean heard, @Nullable Instant last) {
        if (told != null) {
            return of(told);
        }
        return heard ? new Sight(true, null) : new Sight(null, last);
    }
}

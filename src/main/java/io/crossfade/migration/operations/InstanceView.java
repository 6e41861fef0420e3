package io.crossfade.migration.operations;

import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Instances;
import io.crossfade.migration.control.Sight;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An instance as the one that answers knows it.
 *
 * @param self whether it is the one that answers
 * @param permit whether it may use the first store as authority: valid, over, none; null if that store cannot be asked here
 * @param epochs by unit, the epoch of the fence that it acts by
 * @param epochMillis by unit, for how long it has been seen to act by that epoch
 * @param stores what it sees of each store, by the store's name
 */
record InstanceView(
        String id,
        String address,
        String version,
        Instant startedAt,
        boolean self,
        @Nullable String permit,
        Map<String, Long> epochs,
        Map<String, Long> epochMillis,
        Map<String, Store> stores) {

    /**
     * @param answers null: not known
     * @param since when it began to answer, or answered last
     * @param notKnownSince when it was last known whether it answers
     * @param silentMillis how long the instance has given no sign of life in the store's registry; null if it is not registered there,
     *     or the registry cannot be read here
     */
    record Store(
            @Nullable Boolean answers,
            @Nullable Instant since,
            @Nullable Instant notKnownSince,
            @Nullable Long silentMillis) {}

    static List<InstanceView> all(Instances instances, StoreNames names) {
        return instances.all().stream().map(view -> of(view, instances, names)).toList();
    }

    private static InstanceView of(Instances.View view, Instances instances, StoreNames names) {
        boolean sourceRead = instances.unreadSince(Side.SOURCE).isEmpty();
        Map<String, Store> stores = new TreeMap<>();
        for (Side side : EnumSet.allOf(Side.class)) {
            Sight sight = view.sees().getOrDefault(side, new Sight(null, null));
            boolean known = sight.answers() != null;
            Long silent = side == Side.SOURCE ? view.sourceSilentMillis() : view.targetSilentMillis();
            stores.put(
                    names.of(side),
                    new Store(
                            sight.answers(),
                            known ? sight.since() : null,
                            known ? null : sight.since(),
                            instances.unreadSince(side).isEmpty() ? silent : null));
        }
        return new InstanceView(
                view.id(),
                view.address(),
                view.version(),
                view.startedAt(),
                view.self(),
                sourceRead ? view.permit() : null,
                view.epochs(),
                view.epochMillis(),
                stores);
    }
}

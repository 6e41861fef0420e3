package io.crossfade.migration.control;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param holdLimit longest time a write is held while the authority changes; then it is answered 503 with Retry-After
 * @param flipLimit longest time a flip of the fence waits for the unit's lock
 * @param retention how long the source's data is kept after the source was removed
 * @param catchUpLimit longest time a move waits for the followers when no write is held
 * @param permitTtl how long what an instance has read of the source's fence holds; read anew four times as often
 * @param silenceLimit an instance that was not heard of for so long is taken for dead; longer than every limit on what it may
 *     have begun
 * @param replicaReadLimit a read at the replica that takes longer is made at the source instead
 * @param feedOnly units that are replicated by their feeds alone, never within a request
 * @param address where people find this instance; empty: its host's name
 */
@ConfigurationProperties("crossfade.control")
public record ControlProperties(
        @DefaultValue("5s") Duration holdLimit,
        @DefaultValue("30s") Duration flipLimit,
        @DefaultValue("30d") Duration retention,
        @DefaultValue("60s") Duration catchUpLimit,
        @DefaultValue("2s") Duration permitTtl,
        @DefaultValue("30s") Duration silenceLimit,
        @DefaultValue("1s") Duration replicaReadLimit,
        @DefaultValue Set<String> feedOnly,
        @DefaultValue("") String address) {

    public ControlProperties {
        if (permitTtl.compareTo(budget(holdLimit)) >= 0) {
            throw new IllegalArgumentException("crossfade.control.permit-ttl (" + permitTtl.toMillis()
                    + " ms) must be shorter than four fifths of crossfade.control.hold-limit ("
                    + budget(holdLimit).toMillis()
                    + " ms): a move that has to wait until a permit is over would never end");
        }
    }

    /** How long a move may hold writes: somewhat less than a write may be held. */
    Duration moveBudget() {
        return budget(holdLimit);
    }

    private static Duration budget(Duration holdLimit) {
        return holdLimit.multipliedBy(4).dividedBy(5);
    }

    /** How long to wait until a permit of that lifetime is certainly over, whatever the difference of two clocks' rates. */
    Duration permitOver() {
        return permitTtl.plus(permitTtl.dividedBy(50)).plusMillis(20);
    }
}

package io.crossfade.migration.control;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How the connections of an instance are divided. Nobody who holds one waits for another of the same pool, and bulk work waits for
 * those of replication, never the reverse; so the smallest division is slow and comes to no standstill.
 *
 * @param requests serve requests where the target decides, and reads of the replica
 * @param control moves, fences, signs of life, whatever the other pools are busy with
 * @param sync replication and its bookkeeping
 * @param bulk copies and verifications
 */
record ConnectionBudget(int requests, int control, int sync, int bulk) {

    static final String SETTING = "crossfade.connections.per-instance";

    /** Hears what other instances announce. */
    static final int LISTENING = 1;

    private static final int CONTROL = 3;
    private static final int LEAST_SYNC = 3;
    private static final int LEAST_REQUESTS = 3;

    /** @throws TargetMisconfiguredException if that is too few */
    static ConnectionBudget of(int perInstance, List<BulkWork> works) {
        int bulk = Math.max(1, works.stream().mapToInt(BulkWork::connections).sum());
        int rest = perInstance - LISTENING - CONTROL - bulk;
        if (rest < LEAST_SYNC + LEAST_REQUESTS) {
            int least = perInstance - rest + LEAST_SYNC + LEAST_REQUESTS;
            String ofBulk = works.stream()
                    .map(work -> ", " + work.connections() + " for " + work.name() + " (" + work.setting() + ")")
                    .collect(Collectors.joining());
            throw new TargetMisconfiguredException(
                    "'" + SETTING + "' is " + perInstance + ", and an instance needs " + least
                            + " connections to PostgreSQL at least: " + LISTENING + " to listen, " + CONTROL
                            + " for control" + ofBulk + ", " + LEAST_SYNC + " for replication, " + LEAST_REQUESTS
                            + " for requests.",
                    "Set '" + SETTING + "' to " + least + " or more, or let the instance do less bulk work.");
        }
        int sync = Math.max(LEAST_SYNC, rest * 2 / 5);
        return new ConnectionBudget(rest - sync, CONTROL, sync, bulk);
    }

    int perInstance() {
        return LISTENING + requests + control + sync + bulk;
    }
}

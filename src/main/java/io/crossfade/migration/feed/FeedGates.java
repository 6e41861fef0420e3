package io.crossfade.migration.feed;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.QuarantineCount;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What the feed asks of a move: that the replica is close behind, that no history was lost, that nothing is set aside. */
final class FeedGates {

    private FeedGates() {}

    static Gate caughtUp(Feed feed, Duration maxLag) {
        return move -> {
            if (!leavesReplication(move)) {
                return Optional.empty();
            }
            FeedStatus status = feed.status(move.unit());
            Duration lag = status.age();
            boolean holds = status.following() && status.problem() == null && lag != null && lag.compareTo(maxLag) < 0;
            String detail = !status.following()
                    ? "no follower runs"
                    : lag == null
                            ? "how far the replica is behind cannot be told"
                            : "the oldest change that the replica may lack is " + lag.toMillis() + " ms old, "
                                    + maxLag.toMillis() + " are allowed";
            return Optional.of(new Gate.Result(
                    "caught-up", holds, status.problem() == null ? detail : detail + "; " + status.problem()));
        };
    }

    static Gate historyKept(Feed feed) {
        return move -> {
            if (!leavesReplication(move) || move.from().phase() == Phase.DUAL_WRITE) {
                return Optional.empty();
            }
            FeedStatus status = feed.status(move.unit());
            return Optional.of(new Gate.Result(
                    "history-kept",
                    status.lostAt() == null,
                    status.lostAt() == null
                            ? "no change was missed"
                            : "changes were missed at " + status.lostAt() + " (" + status.lostReason()
                                    + "); run a verification with repair"));
        };
    }

    static Gate nothingQuarantined(QuarantineCount quarantine) {
        return move -> {
            if (!leavesReplication(move) || move.from().phase().isBefore(Phase.SHADOW_READ)) {
                return Optional.empty();
            }
            try {
                long count = quarantine.count(move.unit());
                return Optional.of(new Gate.Result(
                        "nothing-quarantined",
                        count == 0,
                        count == 0
                                ? "nothing is set aside"
                                : count + " keys are set aside; see the quarantine's reasons"));
            } catch (SQLException away) {
                return Optional.of(new Gate.Result(
                        "nothing-quarantined", false, "the target cannot be asked: SQLSTATE " + away.getSQLState()));
            }
        };
    }

    /** Steps after which the replica is relied on: forward out of any replicating phase, and back to the source's authority. */
    private static boolean leavesReplication(Gate.Move move) {
        return move.from().phase().replicates() && (move.forward() || move.is(Phase.TARGET, Phase.READ_SWITCH));
    }
}

package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Duration;

/**
 * Brings phase and percent of the source's fence after the row's, where the source is the authority. Reads at the replica end
 * before the phase says that there are none: first RELAXED, then every older permit over, then the phase.
 */
final class SourceFenceFollower {

    private final SourceFence fence;

    SourceFenceFollower(SourceFence fence) {
        this.fence = fence;
    }

    /**
     * @return whether the fence stands as the row now; false if it was changed meanwhile, or permits were not over in time
     * @throws RuntimeException the source's own
     */
    boolean follow(FenceRow row, Duration limit) throws InterruptedException {
        if (row.phase().authority() == Side.TARGET) {
            return true;
        }
        FenceDocument document = fence.read(row.unit());
        if (document.isAt(row)) {
            return true;
        }
        if (document.mode() == Mode.CLOSED) {
            return false;
        }
        boolean leaves = document.readsWereSwitched() && row.phase().isBefore(Phase.READ_SWITCH);
        if (leaves) {
            FenceDocument relaxed = document.mode() == Mode.RELAXED ? document : document.with(Mode.RELAXED);
            if (relaxed != document && !fence.replace(document, relaxed)) {
                return false;
            }
            if (!fence.awaitOlderPermitsOver(relaxed, System.nanoTime(), limit)) {
                return false;
            }
            document = relaxed;
        }
        return fence.replace(document, document.at(row.phase(), row.percent()));
    }
}

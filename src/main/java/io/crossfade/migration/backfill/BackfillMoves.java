package io.crossfade.migration.backfill;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.MoveListener;
import io.crossfade.migration.control.Requester;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Ties the backfill to the phases. Entering BACKFILL begins it or lets it go on; leaving stops it by itself, as workers only
 * look at units that stand there. Going back to the source alone makes it void, since nothing replicates from then on.
 */
final class BackfillMoves implements MoveListener {

    private static final Duration HOLD = Duration.ofSeconds(15);

    private final Runs runs;
    private final BackfillWorkers workers;
    private final ChunkSize size;

    BackfillMoves(Runs runs, BackfillWorkers workers, ChunkSize size) {
        this.runs = runs;
        this.workers = workers;
        this.size = size;
    }

    @Override
    public void beforeMove(Gate.Move move, Requester by) throws SQLException {
        String unit = move.unit();
        if (move.from().phase() == Phase.BACKFILL) {
            runs.hold(unit, HOLD);
        }
        if (move.is(Phase.DUAL_WRITE, Phase.BACKFILL)) {
            runs.resume(unit, false);
            runs.begin(unit, size, List.of(BackfillState.RUNNING, BackfillState.COMPLETE));
        } else if (move.is(Phase.DUAL_WRITE, Phase.SOURCE)) {
            runs.change(
                    unit,
                    List.of(
                            BackfillState.RUNNING,
                            BackfillState.PAUSED,
                            BackfillState.CANCELLED,
                            BackfillState.COMPLETE),
                    BackfillState.VOID);
        }
    }

    @Override
    public void standsAt(FenceRow row) {
        if (row.phase() == Phase.BACKFILL) {
            workers.wake();
        }
    }
}

package io.crossfade.migration.backfill;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Gate;
import java.sql.SQLException;
import java.util.Optional;

/** Nothing may be read from the target before everything is there. */
final class BackfillCompleteGate implements Gate {

    private static final String NAME = "backfill-complete";

    private final Backfill backfill;

    BackfillCompleteGate(Backfill backfill) {
        this.backfill = backfill;
    }

    @Override
    public Optional<Result> check(Move move) {
        if (!move.is(Phase.BACKFILL, Phase.SHADOW_READ)) {
            return Optional.empty();
        }
        try {
            return Optional.of(result(backfill.status(move.unit())));
        } catch (SQLException unknown) {
            return Optional.of(new Result(
                    NAME, false, "the backfill's record could not be read (" + unknown.getSQLState() + "); try again"));
        }
    }

    private static Result result(BackfillStatus status) {
        return switch (status.state()) {
            case COMPLETE -> new Result(NAME, true, status.rows() + " documents read in " + status.done() + " chunks");
            case RUNNING ->
                new Result(
                        NAME,
                        false,
                        status.percent() + " % done" + (status.waiting() == null ? "" : ", " + status.waiting())
                                + "; wait for it");
            case PAUSED -> new Result(NAME, false, "paused at " + status.percent() + " %; resume it");
            case NONE, CANCELLED, VOID ->
                new Result(NAME, false, "the backfill is '" + status.state().code() + "'; start it");
        };
    }
}

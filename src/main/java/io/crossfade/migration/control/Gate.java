package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.util.Optional;

/** Something that must hold before a unit may move. Each part of the engine brings its own. */
public interface Gate {

    /**
     * Looks now whether the gate holds for this move; empty if it does not concern it. Must not change anything, and
     * answers "does not hold" where it cannot tell.
     */
    Optional<Result> check(Move move);

    /** A step of one unit, from where it stands. */
    record Move(FenceRow from, Phase to) {

        public String unit() {
            return from.unit();
        }

        public boolean forward() {
            return from.phase().isBefore(to);
        }

        /** Whether it is the step from one phase to the other, in that direction. */
        public boolean is(Phase before, Phase after) {
            return from.phase() == before && to == after;
        }
    }

    /**
     * @param gate a stable name such as {@code backfill-complete}
     * @param holds whether it stands in the way no longer
     * @param detail what was seen, and if it does not hold, what to do
     */
    record Result(String gate, boolean holds, String detail) {}
}

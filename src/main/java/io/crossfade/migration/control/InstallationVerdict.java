package io.crossfade.migration.control;

import io.crossfade.migration.Side;
import io.crossfade.migration.control.Installation.Problem;
import io.crossfade.migration.control.Installation.SourceWord;
import io.crossfade.migration.control.Installation.TargetWord;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the words of two stores say about whether they belong together. */
final class InstallationVerdict {

    private InstallationVerdict() {}

    /** Of two stores of which nothing is known yet; null if they may be a pair. */
    static @Nullable Problem pair(TargetWord before, SourceWord source, TargetWord after) {
        InstallationMark there = source.mark();
        InstallationMark here = after.mark();
        if (there == null) {
            if (before.mark() != null && (before.confirmed() || before.knowsMoves())) {
                return nobodysFault(false, "PostgreSQL belongs to " + before.mark() + ", and this MongoDB to none");
            }
            return source.moved() || before.knowsMoves()
                    ? nobodysFault(
                            false,
                            (before.knowsMoves() ? "PostgreSQL" : "MongoDB")
                                    + " knows units beyond the first phase, and neither store bears the mark of an installation")
                    : null;
        }
        if (here == null) {
            return nobodysFault(false, "MongoDB belongs to " + there + ", and this PostgreSQL to none");
        }
        if (!here.id().equals(there.id())) {
            return nobodysFault(true, "PostgreSQL belongs to " + here + ", and this MongoDB to " + there);
        }
        if (!here.targetPlace().equals(after.place())) {
            return copy("PostgreSQL", here);
        }
        return here.equals(there) && here.sourcePlace().equals(source.place())
                ? lacking(source, after.moved())
                : copy("MongoDB", here);
    }

    /** A fence is made in the first phase, and never again. */
    static @Nullable Problem lacking(SourceWord source, Set<String> moved) {
        Set<String> lacking = new TreeSet<>(moved);
        lacking.removeAll(source.fences());
        return lacking.isEmpty()
                ? null
                : new Problem(
                        Side.SOURCE,
                        false,
                        "MongoDB has lost the fence of " + String.join(", ", lacking)
                                + ", which stood beyond the first phase");
    }

    private static Problem nobodysFault(boolean another, String text) {
        return new Problem(null, another, text);
    }

    static Problem copy(String store, InstallationMark mark) {
        return nobodysFault(
                true,
                "this " + store + " bears the mark of " + mark
                        + ", but is not where that mark was made: it is a copy, was"
                        + " restored from a backup, or moved to another server");
    }

    static Problem strange(Side side, String store, @Nullable InstallationMark mark, InstallationMark ours) {
        String what = mark == null
                ? "no installation"
                : mark.id().equals(ours.id()) ? "a copy of it, or was restored" : mark.toString();
        return new Problem(
                side,
                mark != null,
                "this instance belongs to " + ours + ", and what answers as " + store + " now belongs to " + what);
    }
}

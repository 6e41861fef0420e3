package io.crossfade.migration.control;

import io.crossfade.migration.Side;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether this instance's two stores belong together. Each read of a fence says what its store holds; a store that does not belong to
 * the installation is not acted on: nothing is synced from it or to it, its fence is neither opened nor closed, and no request is
 * served by it. Once both were seen to hold the same mark, a store that shows another one is the strange one; before that, nobody
 * can tell which of the two it is, and neither is acted on.
 */
public final class Installation {

    /**
     * What the source holds.
     *
     * @param mark null if it has none
     * @param place where it is; null without a mark
     * @param fences units that have a fence there
     * @param moved whether a fence there stands beyond the first phase
     */
    record SourceWord(
            @Nullable InstallationMark mark, @Nullable String place, Set<String> fences, boolean moved) {}

    /**
     * What the target holds.
     *
     * @param mark null if it has none
     * @param confirmed whether the source was seen to hold the mark as well
     * @param moved units that stand beyond the first phase
     */
    record TargetWord(@Nullable InstallationMark mark, boolean confirmed, String place, Set<String> moved) {

        boolean knowsMoves() {
            return !moved.isEmpty();
        }
    }

    /**
     * Why the stores do not belong together.
     *
     * @param strange the store at fault; null if nobody can tell which it is
     * @param another whether a store bears another installation's mark, or lies in another place, rather than none
     * @param text which store belongs to what, without any address
     */
    public record Problem(@Nullable Side strange, boolean another, String text) {

        boolean concerns(Side side) {
            return strange == null || strange == side;
        }
    }

    private static final String UNASKED = "MongoDB was not asked yet which installation it belongs to";

    private volatile @Nullable InstallationMark ours;
    private volatile @Nullable Problem ofSource;
    private volatile @Nullable Problem ofTarget;
    private volatile boolean sourceKnown;
    private volatile boolean checkDue = true;
    private volatile Runnable whenDue = () -> {};
    private volatile Runnable whenSourceLost = () -> {};
    private volatile Set<String> moved = Set.of();
    private volatile long losses;

    /** The installation that both stores were seen to belong to, if a unit was ever moved. */
    public Optional<UUID> id() {
        return Optional.ofNullable(ours).map(InstallationMark::id);
    }

    /** Why the stores do not belong together; empty as long as nothing is known against it. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(ofTarget).or(() -> Optional.ofNullable(ofSource));
    }

    /** Whether the store may be acted on. A source that was not asked since its connection was lost may not. */
    public boolean trusts(Side side) {
        return side == Side.TARGET ? ofTarget == null : sourceKnown && ofSource == null;
    }

    /** Of stores that bear that mark. */
    static Installation of(@Nullable InstallationMark mark) {
        Installation installation = new Installation();
        installation.ours = mark;
        return installation;
    }

    /** Of two stores that hold nothing yet. */
    public static Installation ofNewStores() {
        Installation installation = new Installation();
        TargetWord unmarked = new TargetWord(null, false, "", Set.of());
        installation.judge(unmarked, new SourceWord(null, null, Set.of(), false), unmarked);
        return installation;
    }

    /**
     * To be asked before anything is read from the source to be written to the target, or the reverse.
     *
     * @return what {@link #requireSame} asks for once that is done, and before it is committed
     * @throws StrangeStoreException if the source is not known to be the installation's own
     */
    public long requireSource() throws StrangeStoreException {
        long watched = losses;
        if (!trusts(Side.SOURCE)) {
            throw new StrangeStoreException(whySourceIsNotTrusted());
        }
        return watched;
    }

    /** @throws StrangeStoreException if another source may have answered since then */
    public void requireSame(long watched) throws StrangeStoreException {
        if (requireSource() != watched) {
            throw new StrangeStoreException("the connection to MongoDB was lost on the way");
        }
    }

    String whySourceIsNotTrusted() {
        Problem known = ofSource;
        return known == null ? UNASKED : known.text();
    }

    /** Whether the source was asked since its connection was last lost. */
    boolean knowsSource() {
        return sourceKnown;
    }

    /** The connection to the source was lost: what answers next may be another store. */
    void sourceLost() {
        synchronized (this) {
            losses++;
            sourceKnown = false;
        }
        whenSourceLost.run();
    }

    /** @param lost called whenever what was read of the source may have come from another than the one that answers next */
    void whenSourceIsLost(Runnable lost) {
        whenSourceLost = lost;
    }

    /** The units that stand beyond the first phase, as far as is known: each has a fence in the source. */
    void moved(Collection<String> units) {
        moved = Set.copyOf(units);
    }

    /** The connection to the target was lost. */
    void targetLost() {
        due();
    }

    /** @param check has {@link InstallationCheck} run soon */
    void whenCheckIsDue(Runnable check) {
        whenDue = check;
    }

    /** Whether both stores have to be asked, one after the other. */
    boolean checkIsDue() {
        return checkDue;
    }

    private void due() {
        checkDue = true;
        whenDue.run();
    }

    /** How often the connection to the source was lost so far. */
    long losses() {
        return losses;
    }

    /**
     * What a reading of the source's fence has shown beside the fence.
     *
     * @param asked {@link #losses} before the reading; if there was one since, another store may have answered
     */
    synchronized void sourceSays(SourceWord word, long asked) {
        if (asked == losses) {
            sourceSays(word);
        }
    }

    private void sourceSays(SourceWord word) {
        InstallationMark known = ours;
        if (known != null) {
            boolean same = known.equals(word.mark()) && known.sourcePlace().equals(word.place());
            ofSource = same
                    ? InstallationVerdict.lacking(word, moved)
                    : InstallationVerdict.strange(Side.SOURCE, "MongoDB", word.mark(), known);
            sourceKnown = true;
        } else if (word.mark() == null) {
            sourceKnown |= !checkDue;
        } else {
            sourceKnown = false;
            due();
        }
    }

    /**
     * What a row of the target's fence bears.
     *
     * @param moved whether the row stands beyond the first phase
     * @throws StrangeStoreException if it is not the installation's own; nothing may be done on the word of that row
     */
    void rowSays(@Nullable UUID id, boolean moved) throws StrangeStoreException {
        InstallationMark known = ours;
        if (known == null && id != null) {
            due();
        }
        if (known == null && id != null && moved) {
            throw new StrangeStoreException("PostgreSQL belongs to installation " + id
                    + " since a moment ago; this instance" + " has not made sure yet that its MongoDB does too");
        }
        if (known != null && !known.id().equals(id)) {
            due();
            InstallationMark mark = id == null ? null : new InstallationMark(id, "", "");
            throw new StrangeStoreException(InstallationVerdict.strange(Side.TARGET, "PostgreSQL", mark, known)
                    .text());
        }
    }

    /**
     * Judges both stores. The target is marked before the source, and knows that the source is marked only after it is: so asked
     * in this order, marks that are just being made contradict each other never.
     *
     * @param before the target's word before the source was asked
     * @param source null if it did not answer
     * @param after the target's word after that
     */
    synchronized void judge(TargetWord before, @Nullable SourceWord source, TargetWord after) {
        InstallationMark known = ours;
        moved = after.moved();
        if (known != null) {
            boolean same = known.equals(after.mark()) && known.targetPlace().equals(after.place());
            ofTarget = same ? null : InstallationVerdict.strange(Side.TARGET, "PostgreSQL", after.mark(), known);
            if (source != null) {
                sourceSays(source);
            }
            checkDue = false;
        } else if (source != null) {
            ofSource = InstallationVerdict.pair(before, source, after);
            ofTarget = ofSource;
            sourceKnown = ofSource == null;
            InstallationMark mark = after.mark();
            if (ofSource == null && mark != null && mark.equals(source.mark())) {
                ours = mark;
            }
            checkDue = ofSource != null;
        } else if (after.mark() != null) {
            // The source can say later that it is another's; until it answers, nothing is done with it.
            ours = after.mark();
            ofTarget = after.mark().targetPlace().equals(after.place())
                    ? null
                    : InstallationVerdict.copy("PostgreSQL", after.mark());
        }
    }
}

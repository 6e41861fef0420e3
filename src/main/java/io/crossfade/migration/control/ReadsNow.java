package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the reads of a unit really go: by the permit that this instance acts by, the stores that answer it, and what the other
 * instances say of themselves. The percentage is only what was asked for.
 */
public final class ReadsNow {

    private final SourceFence fence;
    private final StoreContact contact;
    private final Instances instances;
    private final StoreNames names;

    ReadsNow(SourceFence fence, StoreContact contact, Instances instances, StoreNames names) {
        this.fence = fence;
        this.contact = contact;
        this.instances = instances;
        this.names = names;
    }

    /**
     * The mode of the unit's fence.
     *
     * @param since null if it cannot be told
     */
    public record ModeNow(Mode mode, @Nullable Instant since) {}

    /** Empty while this instance has no permit: the mode may have changed meanwhile. */
    public Optional<ModeNow> mode(String unit) {
        return fence.permit(unit).map(ReadsNow::mode);
    }

    /** The mode that was read last, however long ago; empty if none ever was. */
    public Optional<Mode> lastKnownMode(String unit) {
        return fence.known(unit).map(FenceDocument::mode);
    }

    private static ModeNow mode(FenceDocument document) {
        return new ModeNow(document.mode(), document.modeSince());
    }

    /** In words. */
    public String words(FenceRow row) {
        Optional<FenceDocument> permit = fence.permit(row.unit());
        boolean targetDecides = row.phase().authority() == Side.TARGET
                && (contact.state(Side.TARGET).answers()
                        || permit.filter(FenceDocument::mayReadSource).isEmpty());
        if (targetDecides) {
            return contact.state(Side.TARGET).answers() ? names.target() : nowhere(Side.TARGET);
        }
        if (permit.isEmpty()) {
            return nowhere(Side.SOURCE);
        }
        FenceDocument document = permit.get();
        String here = here(document);
        List<String> elsewhere = document.readsWereSwitched() ? elsewhere(document) : List.of();
        return elsewhere.isEmpty() ? here : here + "; " + String.join("; ", elsewhere);
    }

    private String here(FenceDocument document) {
        boolean answers = contact.state(Side.TARGET).answers();
        if (!document.mayReadSource()) {
            return document.mayReadTarget() && answers
                    ? names.target() + ", while the authority changes"
                    : "nowhere for the moment: the mode is CLOSED, while the authority changes";
        }
        if (document.phase() == Phase.SHADOW_READ && answers) {
            return names.source() + ", a sample compared with " + names.target();
        }
        if (!document.readsWereSwitched() || document.percent() == 0) {
            return names.source();
        }
        if (!document.mayReadTarget()) {
            return names.source() + ", because the mode is " + document.mode();
        }
        return answers
                ? names.target() + " for " + document.percent() + " percent of the keys, " + names.source()
                        + " for the others"
                : names.source() + ", because " + away(Side.TARGET);
    }

    /** The instances whose reads may go elsewhere than here. */
    private List<String> elsewhere(FenceDocument document) {
        List<String> all = new ArrayList<>();
        for (Instances.View other : instances.all()) {
            Sight target = other.sees().get(Side.TARGET);
            Long epoch = other.epochs().get(document.unit());
            if (other.self() || epoch == null) {
                continue;
            }
            if (!other.permit().equals("valid")) {
                all.add("not known of " + other.address() + ", which is silent");
            } else if (epoch < document.modeEpoch()) {
                all.add("not yet so on " + other.address());
            } else if (document.mayReadTarget() && target != null && Boolean.FALSE.equals(target.answers())) {
                all.add(names.source() + " on " + other.address() + ", where " + names.target()
                        + " has not answered since " + target.since());
            }
        }
        return all;
    }

    private String nowhere(Side authority) {
        boolean answers = contact.state(authority).answers();
        return "nowhere: "
                + (answers ? "this instance has no valid permit of " + names.of(authority) : away(authority));
    }

    private String away(Side store) {
        return names.of(store) + " has not answered this instance since "
                + contact.state(store).since();
    }
}

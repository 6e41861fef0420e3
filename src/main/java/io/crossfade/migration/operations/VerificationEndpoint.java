package io.crossfade.migration.operations;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.sync.Quarantine;
import io.crossfade.migration.verify.Finding;
import io.crossfade.migration.verify.FindingsRepair;
import io.crossfade.migration.verify.SampledShadowReads;
import io.crossfade.migration.verify.Verification;
import io.crossfade.migration.verify.VerificationLimit;
import io.crossfade.migration.verify.VerificationRefusedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows what each unit's last verification found and how long its reads take in either store; starts, pauses, resumes, cancels or
 * limits a verification, syncs what the last one found, and makes reads again to time them.
 */
@Endpoint(id = "verification", defaultAccess = Access.UNRESTRICTED)
final class VerificationEndpoint {

    private static final int LARGEST = 500;
    private static final int REPLAYS = 200;

    private final Units units;
    private final Verification verification;
    private final FindingsRepair findings;
    private final SampledShadowReads shadow;
    private final VerificationViews views;
    private final Audited audited;

    VerificationEndpoint(
            Units units,
            Verification verification,
            FindingsRepair findings,
            SampledShadowReads shadow,
            VerificationViews views,
            Audited audited) {
        this.units = units;
        this.verification = verification;
        this.findings = findings;
        this.shadow = shadow;
        this.views = views;
        this.audited = audited;
    }

    /** What may be done with a verification. */
    enum Action {
        START,
        PAUSE,
        RESUME,
        CANCEL,
        LIMIT,
        REPAIR,
        COMPARE_READS
    }

    /** @param next what to give as {@code after} for the next page of findings; null at the end, and of all units */
    record View(List<VerificationView> units, @Nullable String next) implements OperationResponseBody {}

    /** The last few reads of each kind that this instance made, made again. */
    record Compared(String unit, List<VerificationView.Read> reads) implements OperationResponseBody {}

    /** What became of the last run's findings. */
    record Repaired(FindingsRepair.Repaired findings) implements OperationResponseBody {}

    @ReadOperation
    View all() throws SQLException {
        List<VerificationView> all = new ArrayList<>();
        for (UnitMapping unit : units.all()) {
            all.add(views.view(unit.name(), List.of()));
        }
        return new View(all, null);
    }

    /**
     * One unit's, with its findings.
     *
     * @param after the last key of the findings before, or the {@code next} that came with them, or null
     * @throws io.crossfade.migration.UnknownUnitException if there is no such unit
     */
    @ReadOperation
    View one(SecurityContext context, @Selector String unit, @Nullable String after, @Nullable Integer limit)
            throws SQLException {
        int most = limit == null ? 100 : Math.clamp(limit, 1, LARGEST);
        List<Finding> found = verification.findings(unit, after, most + 1);
        List<Finding> page = found.subList(0, Math.min(most, found.size()));
        List<Finding> seen = page.stream()
                .map(finding -> finding.withKey(Actor.seen(context, finding.key())))
                .toList();
        String next = found.size() > most ? Quarantine.place(page.getLast().key()) : null;
        return new View(List.of(views.view(unit, seen)), next);
    }

    /**
     * @param repair whether a start also syncs by key what differs; no if null
     * @param rowsPerSecond the limit that is to be set; null for none
     * @param bytesPerSecond likewise, of documents
     * @param times how often each kind of read is made in each store; null for the usual number
     * @throws io.crossfade.migration.UnknownUnitException if there is no such unit
     * @throws IllegalArgumentException if something is given that belongs to another action
     * @throws RefusedOperationException if it cannot be done as the verification stands
     */
    @WriteOperation
    OperationResponseBody change(
            SecurityContext context,
            @Selector String unit,
            Action action,
            @Nullable Boolean repair,
            @Nullable Long rowsPerSecond,
            @Nullable Long bytesPerSecond,
            @Nullable Integer times,
            @Nullable String reason)
            throws SQLException {
        units.get(unit);
        boolean repairs = Boolean.TRUE.equals(repair);
        Words.belongsTo(Action.START, action, "repair", repairs);
        Words.belongsTo(Action.LIMIT, action, "rowsPerSecond", rowsPerSecond != null);
        Words.belongsTo(Action.LIMIT, action, "bytesPerSecond", bytesPerSecond != null);
        Words.belongsTo(Action.COMPARE_READS, action, "times", times != null);
        String detail = Words.of(action)
                + (repairs ? " with repair" : "")
                + (action == Action.LIMIT ? Words.figures(rowsPerSecond, bytesPerSecond) : "");
        List<OperationResponseBody> answers = new ArrayList<>();
        audited.run(context, unit, "verification", detail, reason, () -> {
            try {
                switch (action) {
                    case START -> verification.start(unit, repairs);
                    case PAUSE -> verification.pause(unit);
                    case RESUME -> verification.resume(unit);
                    case CANCEL -> verification.cancel(unit);
                    case LIMIT -> verification.limit(unit, new VerificationLimit(rowsPerSecond, bytesPerSecond));
                    case REPAIR -> answers.add(new Repaired(findings.run(unit)));
                    case COMPARE_READS ->
                        answers.add(
                                new Compared(unit, views.reads(shadow.replay(unit, times == null ? REPLAYS : times))));
                }
            } catch (VerificationRefusedException e) {
                throw new RefusedOperationException(e.getMessage(), e);
            }
        });
        return answers.isEmpty() ? Audited.afterwards(() -> one(context, unit, null, 1)) : answers.getFirst();
    }
}

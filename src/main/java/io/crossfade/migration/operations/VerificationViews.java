package io.crossfade.migration.operations;

import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.verify.Finding;
import io.crossfade.migration.verify.ReadComparison;
import io.crossfade.migration.verify.SampledShadowReads;
import io.crossfade.migration.verify.ScheduledVerification;
import io.crossfade.migration.verify.Verification;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gathers what is known of a unit's verification, and of its reads in both stores. */
final class VerificationViews {

    private final Verification verification;
    private final ScheduledVerification schedule;
    private final SampledShadowReads shadow;
    private final StoreNames names;

    VerificationViews(
            Verification verification, ScheduledVerification schedule, SampledShadowReads shadow, StoreNames names) {
        this.verification = verification;
        this.schedule = schedule;
        this.shadow = shadow;
        this.names = names;
    }

    /** @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    VerificationView view(String unit, List<Finding> findings) throws SQLException {
        return VerificationView.of(
                verification.status(unit),
                names,
                verification.limit(unit),
                schedule.schedule(unit),
                shadow.counts(unit),
                reads(shadow.times(unit)),
                findings);
    }

    List<VerificationView.Read> reads(List<ReadComparison> compared) {
        return compared.stream()
                .map(read -> new VerificationView.Read(
                        read.operation(),
                        read.reads(),
                        read.failed(),
                        Map.of(name(Side.SOURCE), read.source(), name(Side.TARGET), read.target())))
                .toList();
    }

    private String name(Side side) {
        return names.of(side).toLowerCase(Locale.ROOT);
    }
}

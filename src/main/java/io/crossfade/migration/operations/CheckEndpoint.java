package io.crossfade.migration.operations;

import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.verify.ReadComparison;
import io.crossfade.migration.verify.SampledShadowReads;
import io.crossfade.migration.verify.StoreCheck;
import io.crossfade.migration.verify.VerificationRefusedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * A quick look at both stores in one report: counts, references, some keys, and how long reads take. It changes nothing. It is no
 * read operation, for it costs both stores something, and what it looks for may be an e-mail address, which belongs in no URL.
 */
@Endpoint(id = "check", defaultAccess = Access.UNRESTRICTED)
final class CheckEndpoint {

    private static final int KEYS = 100;

    private final StoreCheck check;
    private final Units units;
    private final SampledShadowReads shadow;
    private final VerificationViews views;
    private final StoreNames names;
    private final Audited audited;

    CheckEndpoint(
            StoreCheck check,
            Units units,
            SampledShadowReads shadow,
            VerificationViews views,
            StoreNames names,
            Audited audited) {
        this.check = check;
        this.units = units;
        this.shadow = shadow;
        this.views = views;
        this.names = names;
        this.audited = audited;
    }

    record Report(List<CheckView> units) implements OperationResponseBody {}

    /** Every unit, parents first. @param keys as in {@link #one} */
    @WriteOperation
    Report all(SecurityContext context, @Nullable Integer keys, String reason) throws SQLException {
        List<CheckView> checked = new ArrayList<>();
        for (UnitMapping unit : units.all()) {
            checked.add(look(context, unit.name(), keys, null, null, null, null, reason));
        }
        return new Report(checked);
    }

    /**
     * @param keys how many to compare that are drawn at random; 100 if null
     * @param key one to compare
     * @param field a text field by whose value to look for keys to compare
     * @param value of the field
     * @param times how often the last reads are made again in each store, to time them; null: times of shadow reads alone
     * @throws io.crossfade.migration.UnknownUnitException if there is no such unit
     * @throws IllegalArgumentException if one of these cannot be
     * @throws RefusedOperationException if another check runs, or no reads can be made again
     */
    @WriteOperation
    Report one(
            SecurityContext context,
            @Selector String unit,
            @Nullable Integer keys,
            @Nullable String key,
            @Nullable String field,
            @Nullable String value,
            @Nullable Integer times,
            String reason)
            throws SQLException {
        units.get(unit);
        return new Report(List.of(look(context, unit, keys, key, field, value, times, reason)));
    }

    private CheckView look(
            SecurityContext context,
            String unit,
            @Nullable Integer keys,
            @Nullable String key,
            @Nullable String field,
            @Nullable String value,
            @Nullable Integer times,
            String reason)
            throws SQLException {
        int draw = keys == null ? KEYS : keys;
        String detail = draw + " keys at random" + (key == null ? "" : ", one by its key")
                + (field == null ? "" : ", some by a value of a field");
        List<CheckView> seen = new ArrayList<>();
        audited.run(context, unit, "check", detail, reason, () -> {
            try {
                StoreCheck.Report report = check.run(unit, draw, key, field, value);
                List<ReadComparison> reads = times == null ? shadow.times(unit) : shadow.replay(unit, times);
                seen.add(CheckView.of(report, views.reads(reads), names.of(Side.SOURCE), names.of(Side.TARGET)));
            } catch (VerificationRefusedException e) {
                throw new RefusedOperationException(e.getMessage(), e);
            }
        });
        return seen.getFirst();
    }
}

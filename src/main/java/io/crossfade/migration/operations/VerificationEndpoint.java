package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.UnknownUnitException;
import io.crossfade.migration.verify.Finding;
import io.crossfade.migration.verify.Verification;
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

/** Shows what each unit's last verification found, and starts, pauses, resumes, cancels or limits one. */
@Endpoint(id = "verification", defaultAccess = Access.UNRESTRICTED)
final class VerificationEndpoint {

    private static final int LARGEST = 500;

    private final Units units;
    private final StoreNames names;
    private final Verification verification;
    private final Audited audited;

    VerificationEndpoint(Units units, StoreNames names, Verification verification, Audited audited) {
        this.units = units;
        this.names = names;
        this.verification = verification;
        this.audited = audited;
    }

    /** What may be done with a verification. */
    enum Action {
        START,
        PAUSE,
        RESUME,
        CANCEL,
        LIMIT
    }

    record View(List<VerificationView> units) implements OperationResponseBody {}

    @ReadOperation
    View all() throws SQLException {
        List<VerificationView> all = new ArrayList<>();
        for (UnitMapping unit : units.all()) {
            all.add(view(unit.name(), List.of()));
        }
        return new View(all);
    }

    /**
     * One unit's, with its findings. Null if there is no such unit.
     *
     * @param after the last key of the findings before, or null
     */
    @ReadOperation
    @Nullable
    View one(@Selector String unit, @Nullable String after, @Nullable Integer limit) throws SQLException {
        try {
            int most = limit == null ? 100 : Math.clamp(limit, 1, LARGEST);
            return new View(List.of(view(unit, verification.findings(unit, after, most))));
        } catch (UnknownUnitException e) {
            return null;
        }
    }

    /**
     * Null if there is no such unit.
     *
     * @param repair whether a start also syncs by key what differs; no if null
     * @param rowsPerSecond the limit that is to be set; null for none
     * @throws RefusedOperationException if it cannot be done as the verification stands
     */
    @WriteOperation
    @Nullable
    View change(
            SecurityContext context,
            @Selector String unit,
            Action action,
            @Nullable Boolean repair,
            @Nullable Long rowsPerSecond,
            @Nullable String reason)
            throws SQLException {
        if (one(unit, null, 1) == null) {
            return null;
        }
        boolean repairs = Boolean.TRUE.equals(repair);
        String detail = Words.of(action) + (repairs ? " with repair" : "");
        audited.run(context, unit, "verification", detail, reason, () -> {
            try {
                if (action == Action.LIMIT) {
                    verification.limit(unit, rowsPerSecond);
                } else {
                    run(unit, action, repairs);
                }
            } catch (VerificationRefusedException e) {
                throw new RefusedOperationException(e.getMessage(), e);
            }
        });
        return one(unit, null, 1);
    }

    private void run(String unit, Action action, boolean repair) throws SQLException {
        switch (action) {
            case START -> verification.start(unit, repair);
            case PAUSE -> verification.pause(unit);
            case RESUME -> verification.resume(unit);
            case CANCEL -> verification.cancel(unit);
            case LIMIT -> throw new IllegalArgumentException("A limit takes a figure");
        }
    }

    private VerificationView view(String unit, List<Finding> findings) throws SQLException {
        return VerificationView.of(verification.status(unit), verification.limit(unit), names, findings);
    }
}

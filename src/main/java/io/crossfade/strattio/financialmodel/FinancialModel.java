package io.crossfade.strattio.financialmodel;

import static io.crossfade.strattio.common.UnreadableField.required;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Required;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.plan.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version of the figures of a plan. */
public record FinancialModel(Id id, Id planId, int version, Json data, Instant createdAt, Instant updatedAt)
        implements Version<FinancialModel> {

    /** With a new id and the defaults for what is null. @throws io.crossfade.strattio.common.InvalidValue for what a store could not keep */
    @JsonCreator
    public static FinancialModel of(
            @Nullable Id id, @Required @Nullable Id planId, @Nullable Integer version, @Required @Nullable Json data) {
        return new FinancialModel(
                Id.orNext(id),
                Check.required("plan_id", planId),
                Check.atLeast("version", requireNonNullElse(version, 1), 1),
                Check.json("data", data),
                UNSTORED,
                UNSTORED);
    }

    static FinancialModel stored(
            Id id,
            @Nullable Id planId,
            @Nullable Integer version,
            @Nullable Json data,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) {
        Instant created = Times.created(id, createdAt);
        return new FinancialModel(
                id,
                required("plan_id", planId),
                requireNonNullElse(version, 1),
                required("data", data),
                created,
                requireNonNullElse(updatedAt, created));
    }

    @Override
    public FinancialModel at(Instant created, Instant updated) {
        return new FinancialModel(id, planId, version, data, created, updated);
    }
}

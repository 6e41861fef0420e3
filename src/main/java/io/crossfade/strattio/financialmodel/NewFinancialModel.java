package io.crossfade.strattio.financialmodel;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a financial model is created from; checked, so that both stores can keep it. */
public record NewFinancialModel(Id id, Id planId, int version, Json data) {

    /** @throws io.crossfade.strattio.common.InvalidValue naming the field that a store could not keep */
    public NewFinancialModel {
        Check.required("id", id);
        Check.required("plan_id", planId);
        Check.atLeast("version", version, 1);
        Check.json("data", data);
    }

    /** With a new id and the defaults for what is null. */
    @JsonCreator
    public static NewFinancialModel of(
            @Nullable Id id, @Nullable Id planId, @Nullable Integer version, @Nullable Json data) {
        return new NewFinancialModel(
                id == null ? Id.next() : id,
                Check.required("plan_id", planId),
                version == null ? 1 : version,
                Check.required("data", data));
    }

    FinancialModel at(Instant now) {
        return new FinancialModel(id, planId, version, data, now, now);
    }

    /**
     * What is stored under this id, if it was created from the same content: a create that is repeated.
     *
     * @throws AlreadyExists if it holds other content
     */
    FinancialModel repeated(FinancialModel stored) {
        if (stored.planId().equals(planId)
                && stored.version() == version
                && stored.data().equals(data)) {
            return stored;
        }
        throw AlreadyExists.withId("financial model", id);
    }
}

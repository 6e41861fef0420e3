package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;

/** There is no financial model with that id, or not any more. */
public final class FinancialModelNotFound extends NotFound {

    private FinancialModelNotFound(Id id) {
        super("financial model", id);
    }

    public static FinancialModelNotFound withId(Id id) {
        return new FinancialModelNotFound(id);
    }
}

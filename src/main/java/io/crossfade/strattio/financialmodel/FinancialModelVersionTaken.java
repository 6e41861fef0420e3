package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Conflict;
import io.crossfade.strattio.common.Id;

/** The plan has another financial model of that version. */
public final class FinancialModelVersionTaken extends Conflict {

    private FinancialModelVersionTaken(Id id) {
        super("The version wanted for financial model " + id + " is taken by another one of its plan");
    }

    public static FinancialModelVersionTaken by(Id id) {
        return new FinancialModelVersionTaken(id);
    }
}

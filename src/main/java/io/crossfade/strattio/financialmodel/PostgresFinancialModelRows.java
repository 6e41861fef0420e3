package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.plan.PostgresVersionRows;

/** The statements on financial_models. */
interface PostgresFinancialModelRows extends PostgresVersionRows<PostgresFinancialModel> {}

package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.plan.VersionRepository;

/** The financial models of the plans. */
public interface FinancialModelRepository extends VersionRepository<FinancialModel, FinancialModelPatch> {}

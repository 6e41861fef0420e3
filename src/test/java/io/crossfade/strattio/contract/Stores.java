package io.crossfade.strattio.contract;

import io.crossfade.strattio.financialmodel.FinancialModelRepository;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.researchpack.ResearchPackRepository;
import io.crossfade.strattio.section.SectionRepository;
import io.crossfade.strattio.user.UserRepository;

/** The six repositories over one store, or over both in one phase: what a contract is checked against. */
public interface Stores {

    UserRepository users();

    OrganisationRepository organisations();

    PlanRepository plans();

    SectionRepository sections();

    ResearchPackRepository researchPacks();

    FinancialModelRepository financialModels();
}

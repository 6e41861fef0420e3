package io.crossfade.strattio.contract;

import io.crossfade.strattio.financialmodel.FinancialModelFixture;
import io.crossfade.strattio.financialmodel.FinancialModelRepository;
import io.crossfade.strattio.organisation.OrganisationFixture;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.plan.PlanFixture;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.researchpack.ResearchPackFixture;
import io.crossfade.strattio.researchpack.ResearchPackRepository;
import io.crossfade.strattio.section.SectionFixture;
import io.crossfade.strattio.section.SectionRepository;
import io.crossfade.strattio.user.UserFixture;
import io.crossfade.strattio.user.UserRepository;
import org.springframework.context.ApplicationContext;

/** PostgreSQL alone. */
record PostgresStores(
        UserRepository users,
        OrganisationRepository organisations,
        PlanRepository plans,
        SectionRepository sections,
        ResearchPackRepository researchPacks,
        FinancialModelRepository financialModels)
        implements Stores {

    static Stores get() {
        return in(StoresContext.alone());
    }

    static Stores in(ApplicationContext context) {
        return new PostgresStores(
                UserFixture.postgres(context),
                OrganisationFixture.postgres(context),
                PlanFixture.postgres(context),
                SectionFixture.postgres(context),
                ResearchPackFixture.postgres(context),
                FinancialModelFixture.postgres(context));
    }
}

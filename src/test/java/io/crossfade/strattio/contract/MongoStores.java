package io.crossfade.strattio.contract;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.financialmodel.FinancialModelFixture;
import io.crossfade.strattio.financialmodel.FinancialModelRepository;
import io.crossfade.strattio.organisation.OrganisationDependents;
import io.crossfade.strattio.organisation.OrganisationFixture;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.plan.PlanDependents;
import io.crossfade.strattio.plan.PlanFixture;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.researchpack.ResearchPackFixture;
import io.crossfade.strattio.researchpack.ResearchPackRepository;
import io.crossfade.strattio.section.SectionFixture;
import io.crossfade.strattio.section.SectionRepository;
import io.crossfade.strattio.user.UserDependents;
import io.crossfade.strattio.user.UserFixture;
import io.crossfade.strattio.user.UserRepository;
import java.util.List;
import org.springframework.context.ApplicationContext;

/** MongoDB alone, as the service ran before it began to move. */
final class MongoStores implements Stores {

    private static final Stores SHARED = in(StoresContext.alone());

    private final UserRepository users;
    private final OrganisationRepository organisations;
    private final PlanRepository plans;
    private final SectionRepository sections;
    private final ResearchPackRepository researchPacks;
    private final FinancialModelRepository financialModels;

    static Stores in(ApplicationContext context) {
        return new MongoStores(context, new SourceRouter());
    }

    private MongoStores(ApplicationContext context, Router router) {
        users = UserFixture.mongo(context, router, this::deletePlansOf);
        organisations = OrganisationFixture.mongo(context, router, this::releasePlansOf);
        plans = PlanFixture.mongo(context, router, users, organisations, this::deletePartsOf);
        sections = SectionFixture.mongo(context, router, plans);
        researchPacks = ResearchPackFixture.mongo(context, router, plans);
        financialModels = FinancialModelFixture.mongo(context, router, plans);
    }

    static Stores get() {
        return SHARED;
    }

    private void deletePlansOf(Id userId) {
        ((UserDependents) plans).deleteAllOf(userId);
    }

    private void releasePlansOf(Id organisationId) {
        ((OrganisationDependents) plans).releaseAllOf(organisationId);
    }

    private void deletePartsOf(Id planId) {
        List.of(sections, researchPacks, financialModels)
                .forEach(parts -> ((PlanDependents) parts).deleteAllOfPlan(planId));
    }

    @Override
    public UserRepository users() {
        return users;
    }

    @Override
    public OrganisationRepository organisations() {
        return organisations;
    }

    @Override
    public PlanRepository plans() {
        return plans;
    }

    @Override
    public SectionRepository sections() {
        return sections;
    }

    @Override
    public ResearchPackRepository researchPacks() {
        return researchPacks;
    }

    @Override
    public FinancialModelRepository financialModels() {
        return financialModels;
    }
}

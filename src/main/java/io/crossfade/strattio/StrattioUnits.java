package io.crossfade.strattio;

import io.crossfade.migration.UnitMapping;
import io.crossfade.strattio.financialmodel.FinancialModelMapping;
import io.crossfade.strattio.organisation.OrganisationMapping;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.researchpack.ResearchPackMapping;
import io.crossfade.strattio.section.SectionMapping;
import io.crossfade.strattio.user.UserMapping;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is to be moved. */
@Configuration(proxyBeanMethods = false)
public class StrattioUnits {

    public static final List<UnitMapping> ALL = List.of(
            UserMapping.MAPPING,
            OrganisationMapping.MAPPING,
            PlanMapping.MAPPING,
            SectionMapping.MAPPING,
            ResearchPackMapping.MAPPING,
            FinancialModelMapping.MAPPING);

    @Bean
    UnitMapping users() {
        return UserMapping.MAPPING;
    }

    @Bean
    UnitMapping organisations() {
        return OrganisationMapping.MAPPING;
    }

    @Bean
    UnitMapping plans() {
        return PlanMapping.MAPPING;
    }

    @Bean
    UnitMapping sections() {
        return SectionMapping.MAPPING;
    }

    @Bean
    UnitMapping researchPacks() {
        return ResearchPackMapping.MAPPING;
    }

    @Bean
    UnitMapping financialModels() {
        return FinancialModelMapping.MAPPING;
    }
}

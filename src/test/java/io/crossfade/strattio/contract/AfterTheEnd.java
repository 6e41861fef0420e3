package io.crossfade.strattio.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.crossfade.strattio.financialmodel.FinancialModelRepository;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.researchpack.ResearchPackRepository;
import io.crossfade.strattio.section.SectionRepository;
import io.crossfade.strattio.user.UserRepository;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** A program that runs the contracts on what is left of the service: each repository is the only one of its kind. */
final class AfterTheEnd {

    private static Stores stores;

    private AfterTheEnd() {}

    /** @param arguments the database's address, its user and the password */
    public static void main(String[] arguments) {
        ApplicationContext context = new SpringApplicationBuilder(Slices.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + arguments[0],
                        "--spring.datasource.username=" + arguments[1],
                        "--spring.datasource.password=" + arguments[2]);
        stores = new Left(
                context.getBean(UserRepository.class),
                context.getBean(OrganisationRepository.class),
                context.getBean(PlanRepository.class),
                context.getBean(SectionRepository.class),
                context.getBean(ResearchPackRepository.class),
                context.getBean(FinancialModelRepository.class));
        LauncherDiscoveryRequest contracts = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(
                                Users.class,
                                Organisations.class,
                                Plans.class,
                                Sections.class,
                                ResearchPacks.class,
                                FinancialModels.class)
                        .map(contract -> selectClass(contract))
                        .toList())
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(contracts, listener);
        listener.getSummary().printFailuresTo(new PrintWriter(System.out, true), 20);
        System.out.println("passed: " + listener.getSummary().getTestsSucceededCount() + ", failed: "
                + listener.getSummary().getTotalFailureCount());
        System.exit(0);
    }

    private record Left(
            UserRepository users,
            OrganisationRepository organisations,
            PlanRepository plans,
            SectionRepository sections,
            ResearchPackRepository researchPacks,
            FinancialModelRepository financialModels)
            implements Stores {}

    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        TransactionAutoConfiguration.class
    })
    @ComponentScan(
            basePackages = "io.crossfade.strattio",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.Postgres\\w*(Repository|Repositories|Store)"))
    static class Slices {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    static class Users extends UserContract {
        @Override
        Stores stores() {
            return stores;
        }
    }

    static class Organisations extends OrganisationContract {
        @Override
        Stores stores() {
            return stores;
        }
    }

    static class Plans extends PlanContract {
        @Override
        Stores stores() {
            return stores;
        }
    }

    static class Sections extends SectionContract {
        @Override
        Stores stores() {
            return stores;
        }
    }

    static class ResearchPacks extends ResearchPackContract {
        @Override
        Stores stores() {
            return stores;
        }
    }

    static class FinancialModels extends FinancialModelContract {
        @Override
        Stores stores() {
            return stores;
        }
    }
}

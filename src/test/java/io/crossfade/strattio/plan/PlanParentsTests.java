package io.crossfade.strattio.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.UnavailableException;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.contract.SourceRouter;
import io.crossfade.strattio.organisation.Organisation;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.user.UserRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** What is said when the store of organisations goes away around the change of a plan. */
class PlanParentsTests {

    private static final Id ORGANISATION = Id.next();
    private static final Organisation FOUND =
            new Organisation(ORGANISATION, "Guild", Json.emptyObject(), Instant.EPOCH, Instant.EPOCH);
    private static final PlanPatch JOIN = new PlanPatch().organisationId(ORGANISATION);
    private static final UnavailableException AWAY =
            new UnavailableException("away; nothing was written", Duration.ofSeconds(1), null);

    private final OrganisationRepository organisations = mock();
    private final MongoPlanRepository mongo = mock();
    private final DualWritePlanRepository plans = new DualWritePlanRepository(
            new SourceRouter(),
            mongo,
            mock(PostgresPlanRepository.class),
            mock(UserRepository.class),
            organisations,
            new StaticListableBeanFactory().getBeanProvider(PlanDependents.class));
    private final Plan plan = Plan.of(null, Id.next(), null, "P", null, null, Json.emptyObject(), null, null, null);

    @Test
    void beforeTheChangeNothingWasWritten() {
        given(organisations.find(ORGANISATION)).willThrow(AWAY);

        assertThatThrownBy(() -> plans.update(plan.id(), JOIN)).isSameAs(AWAY);
        then(mongo).shouldHaveNoInteractions();
    }

    @Test
    void afterTheChangeTheOutcomeIsUnknown() {
        given(organisations.find(ORGANISATION)).willReturn(Optional.of(FOUND)).willThrow(AWAY);

        assertThatThrownBy(() -> plans.update(plan.id(), JOIN)).isInstanceOf(OutcomeUnknownException.class);
        then(mongo).should().update(plan.id(), JOIN, Expected.ANY);
    }

    @Test
    void aReleaseThatFailsLeavesTheOutcomeUnknown() {
        given(organisations.find(ORGANISATION)).willReturn(Optional.of(FOUND)).willReturn(Optional.empty());

        given(mongo.update(plan.id(), JOIN, Expected.ANY)).willReturn(plan);
        willThrow(AWAY).given(mongo).release(List.of(plan.id()), ORGANISATION);

        assertThatThrownBy(() -> plans.update(plan.id(), JOIN)).isInstanceOf(OutcomeUnknownException.class);
    }
}

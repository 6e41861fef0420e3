package io.crossfade.strattio.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.UnavailableException;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.organisation.Organisation;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.user.UserRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is said when the store of organisations goes away around the change of a plan. */
class PlanParentsTests {

    private static final Id ORGANISATION = Id.next();
    private static final Organisation FOUND =
            new Organisation(ORGANISATION, "Guild", Json.emptyObject(), Instant.EPOCH, Instant.EPOCH);
    private static final PlanPatch JOIN =
            PlanPatch.builder().organisationId(ORGANISATION).build();
    private static final UnavailableException AWAY =
            new UnavailableException("away; nothing was written", Duration.ofSeconds(1), null);

    private final OrganisationRepository organisations = mock();
    private final PlanParents parents = new PlanParents(mock(UserRepository.class), organisations);
    private final List<String> done = new ArrayList<>();

    @Test
    void beforeTheChangeNothingWasWritten() {
        given(organisations.find(ORGANISATION)).willThrow(AWAY);

        assertThatThrownBy(() -> update(id -> {})).isSameAs(AWAY);
        assertThat(done).isEmpty();
    }

    @Test
    void afterTheChangeTheOutcomeIsUnknown() {
        given(organisations.find(ORGANISATION)).willReturn(Optional.of(FOUND)).willThrow(AWAY);

        assertThatThrownBy(() -> update(id -> {})).isInstanceOf(OutcomeUnknownException.class);
        assertThat(done).containsExactly("change");
    }

    @Test
    void aReleaseThatFailsLeavesTheOutcomeUnknown() {
        given(organisations.find(ORGANISATION)).willReturn(Optional.of(FOUND)).willReturn(Optional.empty());

        assertThatThrownBy(() -> update(id -> {
                    throw AWAY;
                }))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    private Plan update(Consumer<Id> release) {
        Plan plan = NewPlan.of(null, Id.next(), null, "P", null, null, Json.emptyObject(), null, null, null)
                .at(Instant.EPOCH);
        return parents.update(
                JOIN,
                () -> {
                    done.add("change");
                    return plan;
                },
                release,
                () -> Optional.of(plan));
    }
}

package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Audit;
import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.verify.Finding;
import io.crossfade.migration.verify.FindingsRepair;
import io.crossfade.migration.verify.SampledShadowReads;
import io.crossfade.migration.verify.ScheduledVerification;
import io.crossfade.migration.verify.Verification;
import io.crossfade.migration.verify.VerificationState;
import io.crossfade.migration.verify.VerificationStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/** Who sees what of the keys that a verification found. */
class VerificationEndpointTest {

    private static final String ADDRESS = "\"someone@example.org\"";
    private static final String PLAIN = "0123456789abcdef01234567";

    private final Verification verification = mock();
    private final SampledShadowReads shadow = mock();

    private VerificationEndpoint endpoint() throws Exception {
        VerificationStatus status = mock();
        when(status.state()).thenReturn(VerificationState.NONE);
        when(status.authority()).thenReturn(Side.SOURCE);
        when(verification.status("owners")).thenReturn(status);
        when(verification.findings("owners", null, 2)).thenReturn(List.of(finding(ADDRESS), finding(PLAIN)));
        when(verification.findings("owners", null, 3)).thenReturn(List.of(finding(ADDRESS), finding(PLAIN)));
        return new VerificationEndpoint(
                mock(Units.class),
                verification,
                mock(FindingsRepair.class),
                shadow,
                new VerificationViews(
                        verification, mock(ScheduledVerification.class), shadow, new StoreNames("MONGO", "POSTGRES")),
                new Audited(mock(Audit.class)));
    }

    private static Finding finding(String key) {
        return new Finding("owners", key, Difference.Kind.DIFFERENT, List.of("email"), false);
    }

    private static SecurityContext as(String role) {
        SecurityContext context = mock(SecurityContext.class);
        when(context.isUserInRole(any())).thenAnswer(call -> call.getArgument(0).equals(role));
        return context;
    }

    private static List<String> keys(VerificationEndpoint.View view) {
        return view.units().getFirst().findings().stream().map(Finding::key).toList();
    }

    @Test
    void aViewerSeesNoAddressNotEvenInThePlaceOfTheNextPage() throws Exception {
        VerificationEndpoint endpoint = endpoint();

        VerificationEndpoint.View all = endpoint.one(as("VIEWER"), "owners", null, 2);
        assertThat(keys(all)).containsExactly("(an e-mail address)", PLAIN);
        assertThat(all.next()).isNull();
        VerificationEndpoint.View first = endpoint.one(as("VIEWER"), "owners", null, 1);
        assertThat(keys(first)).containsExactly("(an e-mail address)");
        assertThat(first.next()).isNotNull().doesNotContain("@");
        assertThat(keys(endpoint.one(as("ADMIN"), "owners", null, 1))).containsExactly(ADDRESS);
    }
}

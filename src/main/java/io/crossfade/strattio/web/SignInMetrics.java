package io.crossfade.strattio.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.stereotype.Component;

/**
 * Counts sign-ins that failed: {@code crossfade.sign.in.failures}, of wrong names or passwords and of other kinds. Never by whom: a
 * password typed in the place of a name would stand in a metric.
 */
@Component
final class SignInMetrics {

    private final Counter wrong;
    private final Counter other;

    SignInMetrics(MeterRegistry meters) {
        wrong = counter(meters, "wrong-credentials");
        other = counter(meters, "other");
    }

    private static Counter counter(MeterRegistry meters, String reason) {
        return Counter.builder("crossfade.sign.in.failures")
                .description("Sign-ins that failed")
                .tag("reason", reason)
                .register(meters);
    }

    @EventListener
    void failed(AbstractAuthenticationFailureEvent event) {
        (event instanceof AuthenticationFailureBadCredentialsEvent ? wrong : other).increment();
    }
}

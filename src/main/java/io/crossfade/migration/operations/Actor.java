package io.crossfade.migration.operations;

import java.security.Principal;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/** Who asks, as the audit names them. */
final class Actor {

    private Actor() {}

    static String of(SecurityContext context) {
        Principal principal = context.getPrincipal();
        return principal == null ? "unknown" : principal.getName();
    }
}

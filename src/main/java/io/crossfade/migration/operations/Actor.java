package io.crossfade.migration.operations;

import io.crossfade.migration.KeyText;
import io.crossfade.migration.control.Requester;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who asks, as the audit and the log name them. */
final class Actor {

    private Actor() {}

    /** The address is that of the request, behind a proxy what {@code server.forward-headers-strategy} makes of it. */
    static Requester of(SecurityContext context) {
        Principal principal = context.getPrincipal();
        return new Requester(principal == null ? "unknown" : principal.getName(), address());
    }

    /** A key as whoever asks may see it. */
    static String seen(SecurityContext context, String key) {
        return context.isUserInRole("ADMIN") ? key : KeyText.masked(key);
    }

    private static @Nullable String address() {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes web)) {
            return null;
        }
        String address = web.getRequest().getRemoteAddr();
        boolean readable = address.length() <= 100 && address.chars().allMatch(c -> c > ' ' && c < 127);
        return readable ? address : "unreadable";
    }
}

package io.crossfade.migration.operations;

import io.crossfade.migration.operations.VerificationEndpoint.Action;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The verification's statuses: 409 for what it refused, 404 for no such unit, 400 for an action that there is not. */
@EndpointWebExtension(endpoint = VerificationEndpoint.class)
final class VerificationWebExtension {

    private final VerificationEndpoint endpoint;

    VerificationWebExtension(VerificationEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation
    WebEndpointResponse<Object> all() {
        return Answers.to(endpoint::all);
    }

    @ReadOperation
    WebEndpointResponse<Object> one(
            SecurityContext context, @Selector String unit, @Nullable String after, @Nullable Integer limit) {
        return Answers.to(() -> endpoint.one(context, unit, after, limit));
    }

    @WriteOperation
    WebEndpointResponse<Object> change(
            SecurityContext context,
            @Selector String unit,
            String action,
            @Nullable Boolean repair,
            @Nullable Long rowsPerSecond,
            @Nullable Long bytesPerSecond,
            @Nullable Integer times,
            @Nullable String reason) {
        return Answers.to(() -> endpoint.change(
                context,
                unit,
                Words.in(Action.class, "action", action),
                repair,
                rowsPerSecond,
                bytesPerSecond,
                times,
                reason));
    }
}

package io.crossfade.migration.operations;

import io.crossfade.migration.operations.BackfillEndpoint.Action;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The backfill's statuses: 409 for what it refused, 404 for no such unit, 400 for an action that there is not. */
@EndpointWebExtension(endpoint = BackfillEndpoint.class)
final class BackfillWebExtension {

    private final BackfillEndpoint endpoint;

    BackfillWebExtension(BackfillEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation
    WebEndpointResponse<Object> all() {
        return Answers.to(endpoint::all);
    }

    @ReadOperation
    WebEndpointResponse<Object> one(@Selector String unit) {
        return Answers.to(() -> endpoint.one(unit));
    }

    @WriteOperation
    WebEndpointResponse<Object> change(
            SecurityContext context,
            @Selector String unit,
            String action,
            @Nullable String reason,
            @Nullable Long rowsPerSecond,
            @Nullable Long bytesPerSecond,
            @Nullable Boolean force) {
        return Answers.to(() -> endpoint.change(
                context, unit, Words.in(Action.class, "action", action), reason, rowsPerSecond, bytesPerSecond, force));
    }
}

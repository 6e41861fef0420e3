package io.crossfade.migration.operations;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The check's statuses: 409 while another one runs, 404 for no such unit, 400 for what cannot be looked for. */
@EndpointWebExtension(endpoint = CheckEndpoint.class)
final class CheckWebExtension {

    private final CheckEndpoint endpoint;

    CheckWebExtension(CheckEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @WriteOperation
    WebEndpointResponse<Object> all(SecurityContext context, @Nullable Integer keys, String reason) {
        return Answers.to(() -> endpoint.all(context, keys, reason));
    }

    @WriteOperation
    WebEndpointResponse<Object> one(
            SecurityContext context,
            @Selector String unit,
            @Nullable Integer keys,
            @Nullable String key,
            @Nullable String field,
            @Nullable String value,
            @Nullable Integer times,
            String reason) {
        return Answers.to(() -> endpoint.one(context, unit, keys, key, field, value, times, reason));
    }
}

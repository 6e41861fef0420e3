package io.crossfade.migration.operations;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The quarantine's statuses: 404 for no such unit, 400 for a text that is no key, 503 if a store is away. */
@EndpointWebExtension(endpoint = QuarantineEndpoint.class)
final class QuarantineWebExtension {

    private final QuarantineEndpoint endpoint;

    QuarantineWebExtension(QuarantineEndpoint endpoint) {
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
    WebEndpointResponse<Object> retry(
            SecurityContext context, @Selector String unit, @Nullable String key, @Nullable String reason) {
        return Answers.to(() -> endpoint.retry(context, unit, key, reason));
    }

    @WriteOperation
    WebEndpointResponse<Object> show(
            SecurityContext context,
            @Selector String unit,
            @Selector String part,
            String key,
            String reason,
            @Nullable String field) {
        return Answers.to(() -> endpoint.show(context, unit, part, key, reason, field));
    }
}

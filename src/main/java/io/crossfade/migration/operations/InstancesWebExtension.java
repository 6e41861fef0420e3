package io.crossfade.migration.operations;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The statuses of a removal: 404 for no such instance, 400 without a reason or if it lives, 503 if a store is away. */
@EndpointWebExtension(endpoint = InstancesEndpoint.class)
final class InstancesWebExtension {

    private final InstancesEndpoint endpoint;

    InstancesWebExtension(InstancesEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @DeleteOperation
    WebEndpointResponse<Object> remove(SecurityContext context, @Selector String id, @Nullable String reason) {
        return Answers.to(() -> endpoint.remove(context, id, reason));
    }
}

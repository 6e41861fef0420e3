package io.crossfade.migration.operations;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The statuses of a move that is looked at: 404 for none of that id, 503 while the target, which knows of it, is away. */
@EndpointWebExtension(endpoint = MovesEndpoint.class)
final class MovesWebExtension {

    private final MovesEndpoint endpoint;

    MovesWebExtension(MovesEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation
    WebEndpointResponse<Object> one(@Selector String id) {
        return Answers.to(() -> endpoint.one(id));
    }
}

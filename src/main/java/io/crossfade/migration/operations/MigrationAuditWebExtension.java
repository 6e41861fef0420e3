package io.crossfade.migration.operations;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The audit's statuses: 503 while the target, which keeps it, is away. */
@EndpointWebExtension(endpoint = MigrationAuditEndpoint.class)
final class MigrationAuditWebExtension {

    private final MigrationAuditEndpoint endpoint;

    MigrationAuditWebExtension(MigrationAuditEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation
    WebEndpointResponse<Object> list(@Nullable String unit, @Nullable Long before, @Nullable Integer limit) {
        return Answers.to(() -> endpoint.list(unit, before, limit));
    }
}

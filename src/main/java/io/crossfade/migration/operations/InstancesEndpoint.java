package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Instances;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows all instances as this one sees them, and removes one that is known to be dead. */
@Endpoint(id = "instances", defaultAccess = Access.UNRESTRICTED)
final class InstancesEndpoint {

    private final Instances instances;
    private final StoreNames names;
    private final Audited audited;

    InstancesEndpoint(Instances instances, StoreNames names, Audited audited) {
        this.instances = instances;
        this.names = names;
        this.audited = audited;
    }

    record InstancesView(List<InstanceView> instances) implements OperationResponseBody {}

    @ReadOperation
    InstancesView all() {
        return new InstancesView(InstanceView.all(instances, names));
    }

    /**
     * @throws NotFoundException if there is none of that id
     * @throws IllegalArgumentException if it lives
     */
    @DeleteOperation
    InstancesView remove(SecurityContext context, @Selector String id, @Nullable String reason) throws SQLException {
        audited.run(context, "*", "remove-instance", id, reason, () -> {
            if (!instances.remove(id)) {
                throw new NotFoundException(
                        "There is no instance '" + id + "'; GET /actuator/instances shows those there are");
            }
        });
        return Audited.afterwards(this::all);
    }
}

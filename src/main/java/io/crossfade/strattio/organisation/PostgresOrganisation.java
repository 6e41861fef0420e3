package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresJson;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of organisations, but for what no column takes: that is never read or written here. */
@Entity(name = "organisations")
@DynamicUpdate
class PostgresOrganisation {

    @jakarta.persistence.Id
    private UUID id = new UUID(0, 0);

    private @Nullable String name;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json settings;

    private @Nullable Instant createdAt;

    private @Nullable Instant updatedAt;

    static PostgresOrganisation of(Organisation organisation) {
        PostgresOrganisation row = new PostgresOrganisation();
        row.id = organisation.id().uuid();
        row.name = organisation.name();
        row.settings = organisation.settings();
        row.createdAt = organisation.createdAt();
        row.updatedAt = organisation.updatedAt();
        return row;
    }

    Organisation organisation() {
        return Organisation.stored(Id.of(id), name, PostgresJson.stored("settings", settings), createdAt, updatedAt);
    }
}

package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresFields;
import io.crossfade.strattio.common.Times;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of organisations, but for what no column takes: that is never read or written here. */
@Entity
@DynamicUpdate
@Table(name = "organisations")
class PostgresOrganisation {

    @jakarta.persistence.Id
    private @Nullable UUID id;

    private @Nullable String name;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json settings;

    private @Nullable Instant createdAt;

    private @Nullable Instant updatedAt;

    Organisation toOrganisation() {
        PostgresFields fields = PostgresFields.of(OrganisationMapping.UNIT, "organisation", id);
        return new Organisation(
                fields.id(),
                fields.required("name", name),
                fields.json("settings", settings, Json.emptyObject()),
                fields.required("created_at", createdAt),
                fields.required("updated_at", updatedAt));
    }

    /** Changes those fields alone; Hibernate then writes no other. */
    void apply(OrganisationPatch patch, Clock clock) {
        patch.changes().forEach(this::set);
        updatedAt = Times.nowOrAfter(Objects.requireNonNull(updatedAt), clock);
    }

    private void set(String field, @Nullable Object value) {
        switch (field) {
            case "name" -> name = (String) value;
            case "settings" -> settings = (Json) value;
            default ->
                throw new IllegalArgumentException("A organisation has no field '" + field + "' that may change");
        }
    }
}

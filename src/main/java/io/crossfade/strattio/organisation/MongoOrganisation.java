package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.mapping.Document;

/** A document of organisations, but for what no field here takes: that is never read or written here. */
@Document("organisations")
record MongoOrganisation(
        Id id,
        @Nullable String name,
        @Nullable Json settings,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    static MongoOrganisation of(Organisation organisation) {
        return new MongoOrganisation(
                organisation.id(),
                organisation.name(),
                organisation.settings(),
                organisation.createdAt(),
                organisation.updatedAt());
    }

    Organisation organisation() {
        return Organisation.stored(id, name, settings, createdAt, updatedAt);
    }
}

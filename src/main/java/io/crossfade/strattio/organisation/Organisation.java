package io.crossfade.strattio.organisation;

import static io.crossfade.strattio.common.UnreadableField.required;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Aggregate;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Required;
import io.crossfade.strattio.common.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What plans may belong to. */
public record Organisation(Id id, String name, Json settings, Instant createdAt, Instant updatedAt)
        implements Aggregate<Organisation> {

    /** With a new id and the defaults for what is null. @throws io.crossfade.strattio.common.InvalidValue for what a store could not keep */
    @JsonCreator
    public static Organisation of(@Nullable Id id, @Required @Nullable String name, @Nullable Json settings) {
        return new Organisation(
                Id.orNext(id),
                Check.filled("name", name, 255),
                Check.json("settings", settings, Json.emptyObject()),
                UNSTORED,
                UNSTORED);
    }

    static Organisation stored(
            Id id,
            @Nullable String name,
            @Nullable Json settings,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) {
        Instant created = Times.created(id, createdAt);
        return new Organisation(
                id,
                required("name", name),
                requireNonNullElse(settings, Json.emptyObject()),
                created,
                requireNonNullElse(updatedAt, created));
    }

    @Override
    public Organisation at(Instant created, Instant updated) {
        return new Organisation(id, name, settings, created, updated);
    }
}

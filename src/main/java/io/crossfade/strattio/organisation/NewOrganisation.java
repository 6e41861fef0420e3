package io.crossfade.strattio.organisation;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an organisation is created from; checked, so that both stores can keep it. */
public record NewOrganisation(Id id, String name, Json settings) {

    /** @throws io.crossfade.strattio.common.InvalidValue naming the field that a store could not keep */
    public NewOrganisation {
        Check.required("id", id);
        Check.filled("name", name, 255);
        Check.json("settings", settings);
    }

    /** With a new id and the defaults for what is null. */
    @JsonCreator
    public static NewOrganisation of(@Nullable Id id, @Nullable String name, @Nullable Json settings) {
        return new NewOrganisation(
                id == null ? Id.next() : id,
                Check.required("name", name),
                settings == null ? Json.emptyObject() : settings);
    }

    Organisation at(Instant now) {
        return new Organisation(id, name, settings, now, now);
    }

    /**
     * What is stored under this id, if it was created from the same content: a create that is repeated.
     *
     * @throws AlreadyExists if it holds other content
     */
    Organisation repeated(Organisation stored) {
        if (stored.name().equals(name) && stored.settings().equals(settings)) {
            return stored;
        }
        throw AlreadyExists.withId("organisation", id);
    }
}

package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.MongoDocument;
import io.crossfade.strattio.common.MongoFields;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.common.Times;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The organisations as documents. Nothing but this class keeps references whole here, for MongoDB does not. */
final class MongoOrganisationRepository implements OrganisationRepository {

    private final MongoUnit<Organisation> organisations;
    private final Clock clock;
    private final OrganisationDependents dependents;

    MongoOrganisationRepository(MongoStore store, Clock clock, OrganisationDependents dependents) {
        this.organisations = store.unit(OrganisationMapping.MAPPING, "organisation", MongoOrganisationRepository::read);
        this.clock = clock;
        this.dependents = dependents;
    }

    @Override
    public Organisation create(NewOrganisation organisation) {
        return insert(organisation);
    }

    @Override
    public Optional<Organisation> find(Id id) {
        return organisations.find(id);
    }

    @Override
    public Organisation update(Id id, OrganisationPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> OrganisationNotFound.withId(id));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(patch.changes());
        changes.put("updated_at", Times.now(clock));
        return organisations
                .update(id, changes, () -> AlreadyExists.withId("organisation", id))
                .orElseThrow(() -> OrganisationNotFound.withId(id));
    }

    @Override
    public void delete(Id id) {
        References.delete(() -> dependents.releaseAllOf(id), () -> remove(id));
    }

    @Override
    public Page<Organisation> list(@Nullable String after, int limit) {
        return organisations.page(Page.id(after), Page.limit(limit), Organisation::id);
    }

    /** Stores the organisation without a look at anything else. */
    Organisation insert(NewOrganisation organisation) {
        Organisation created = organisation.at(Times.now(clock));
        return organisations.insert(
                organisation.id(),
                document(created),
                organisation::repeated,
                () -> AlreadyExists.withId("organisation", organisation.id()));
    }

    /** Deletes the organisation and nothing else. */
    void remove(Id id) {
        if (!organisations.delete(id)) {
            throw OrganisationNotFound.withId(id);
        }
    }

    private static BsonDocument document(Organisation organisation) {
        return MongoDocument.of(organisation.id())
                .with("name", organisation.name())
                .with("settings", organisation.settings())
                .with("created_at", organisation.createdAt())
                .with("updated_at", organisation.updatedAt())
                .bson();
    }

    private static Organisation read(MongoFields fields) {
        return new Organisation(
                fields.id(),
                fields.text("name"),
                fields.json("settings", Json.emptyObject()),
                fields.createdAt(),
                fields.updatedAt());
    }
}

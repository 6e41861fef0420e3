package io.crossfade.strattio.plan;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.user.UserRepository;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a plan refers to, looked up where no foreign key does. */
final class PlanParents {

    private final UserRepository users;
    private final OrganisationRepository organisations;

    PlanParents(UserRepository users, OrganisationRepository organisations) {
        this.users = users;
        this.organisations = organisations;
    }

    /** @throws ParentMissing unless both exist */
    void require(Id userId, @Nullable Id organisationId) {
        if (!References.exists(() -> users.find(userId))) {
            throw ParentMissing.of("user_id", "user", userId);
        }
        if (organisationId != null) {
            requireOrganisation(organisationId);
        }
    }

    /**
     * Changes a plan, which may join another organisation. If that is deleted meanwhile, the plan belongs to none, as if
     * it had been deleted just after the change.
     *
     * @throws OutcomeUnknownException if a store goes away after the change
     */
    Plan update(PlanPatch patch, Supplier<Plan> change, Consumer<Id> release, Supplier<Optional<Plan>> find) {
        if (!(patch.changes().get("organisation_id") instanceof Id organisation)) {
            return change.get();
        }
        requireOrganisation(organisation);
        Plan changed = change.get();
        return References.afterChange(() -> {
            if (References.exists(() -> organisations.find(organisation))) {
                return changed;
            }
            release.accept(organisation);
            return find.get().orElseThrow(() -> PlanNotFound.withId(changed.id()));
        });
    }

    private void requireOrganisation(Id organisation) {
        if (!References.exists(() -> organisations.find(organisation))) {
            throw ParentMissing.of("organisation_id", "organisation", organisation);
        }
    }
}

package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.PostgresErrors;
import io.crossfade.strattio.common.Stored;
import io.crossfade.strattio.common.Times;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The organisations as rows. Foreign keys keep references whole. */
@Repository
class PostgresOrganisationRepository implements OrganisationRepository {

    private final PostgresOrganisationRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PostgresOrganisationRepository(PostgresOrganisationRows rows, PlatformTransactionManager manager, Clock clock) {
        this.rows = rows;
        this.transaction = new TransactionTemplate(manager);
        this.clock = clock;
    }

    @Override
    public Organisation create(NewOrganisation organisation) {
        Organisation created = organisation.at(Times.now(clock));
        try {
            return transaction.execute(status -> insert(organisation, created));
        } catch (DataIntegrityViolationException e) {
            throw PostgresErrors.unexpected(e);
        }
    }

    private Organisation insert(NewOrganisation organisation, Organisation created) {
        while (rows.insert(created) == 0) {
            Optional<PostgresOrganisation> stored =
                    rows.findById(organisation.id().uuid());
            if (stored.isPresent()) {
                return organisation.repeated(stored.get().toOrganisation());
            }
        }
        return created;
    }

    @Override
    public Optional<Organisation> find(Id id) {
        return rows.findById(id.uuid()).map(PostgresOrganisation::toOrganisation);
    }

    @Override
    public Organisation update(Id id, OrganisationPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> OrganisationNotFound.withId(id));
        }
        try {
            return transaction.execute(status -> {
                PostgresOrganisation row =
                        rows.findWithLockById(id.uuid()).orElseThrow(() -> OrganisationNotFound.withId(id));
                row.apply(patch, clock);
                return rows.saveAndFlush(row).toOrganisation();
            });
        } catch (DataIntegrityViolationException e) {
            throw PostgresErrors.unexpected(e);
        }
    }

    @Override
    public void delete(Id id) {
        transaction.executeWithoutResult(status -> {
            if (rows.remove(id.uuid()) == 0) {
                throw OrganisationNotFound.withId(id);
            }
        });
    }

    @Override
    public Page<Organisation> list(@Nullable String after, int limit) {
        Id last = Page.id(after);
        return Page.inOrderOfIds(
                Page.limit(limit),
                most -> Stored.all(
                        last == null ? rows.first(most) : rows.after(last.uuid(), most),
                        PostgresOrganisation::toOrganisation),
                Organisation::id);
    }
}

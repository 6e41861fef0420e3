package io.crossfade.strattio.user;

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

/** The users as rows. Foreign keys keep references whole. */
@Repository
class PostgresUserRepository implements UserRepository {

    private final PostgresUserRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PostgresUserRepository(PostgresUserRows rows, PlatformTransactionManager manager, Clock clock) {
        this.rows = rows;
        this.transaction = new TransactionTemplate(manager);
        this.clock = clock;
    }

    @Override
    public User create(NewUser user) {
        User created = user.at(Times.now(clock));
        try {
            return transaction.execute(status -> insert(user, created));
        } catch (DataIntegrityViolationException e) {
            throw refused(e, user.id());
        }
    }

    private User insert(NewUser user, User created) {
        while (rows.insert(created) == 0) {
            Optional<PostgresUser> stored = rows.findById(user.id().uuid());
            if (stored.isPresent()) {
                return user.repeated(stored.get().toUser());
            }
        }
        return created;
    }

    @Override
    public Optional<User> find(Id id) {
        return rows.findById(id.uuid()).map(PostgresUser::toUser);
    }

    @Override
    public User update(Id id, UserPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> UserNotFound.withId(id));
        }
        try {
            return transaction.execute(status -> {
                PostgresUser row = rows.findWithLockById(id.uuid()).orElseThrow(() -> UserNotFound.withId(id));
                row.apply(patch, clock);
                return rows.saveAndFlush(row).toUser();
            });
        } catch (DataIntegrityViolationException e) {
            throw refused(e, id);
        }
    }

    @Override
    public void delete(Id id) {
        transaction.executeWithoutResult(status -> {
            if (rows.remove(id.uuid()) == 0) {
                throw UserNotFound.withId(id);
            }
        });
    }

    @Override
    public Page<User> list(@Nullable String after, int limit) {
        Id last = Page.id(after);
        return Page.inOrderOfIds(
                Page.limit(limit),
                most -> Stored.all(
                        last == null ? rows.first(most) : rows.after(last.uuid(), most), PostgresUser::toUser),
                User::id);
    }

    private static RuntimeException refused(DataIntegrityViolationException e, Id id) {
        return PostgresErrors.constraint(e).equals("users_email_key")
                ? UserEmailTaken.by(id)
                : PostgresErrors.unexpected(e);
    }
}

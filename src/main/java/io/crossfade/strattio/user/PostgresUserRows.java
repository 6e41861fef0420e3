package io.crossfade.strattio.user;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The statements on users. */
interface PostgresUserRows extends JpaRepository<PostgresUser, UUID> {

    /** How many were inserted: none if the id is taken. */
    @Modifying
    @Query("""
            insert into PostgresUser (
                    id, email, passwordHash, name, role, subscriptionTier, createdAt, updatedAt, settings,
                    metadata)
            values (
                    :#{#user.id().uuid()}, :#{#user.email()}, :#{#user.passwordHash()}, :#{#user.name()},
                    :#{#user.role().code()}, :#{#user.subscriptionTier().code()}, :#{#user.createdAt()},
                    :#{#user.updatedAt()}, :#{#user.settings()}, :#{#user.metadata()})
            on conflict (id) do nothing""")
    int insert(User user);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<PostgresUser> findWithLockById(UUID id);

    @Modifying
    @Query("delete from PostgresUser r where r.id = :id")
    int remove(UUID id);

    @Query(value = "SELECT * FROM users ORDER BY crossfade.embeds_object_id(id), id LIMIT :limit", nativeQuery = true)
    List<PostgresUser> first(int limit);

    @Query(value = """
                    SELECT * FROM users
                    WHERE (crossfade.embeds_object_id(id), id) > (crossfade.embeds_object_id(:after), :after)
                    ORDER BY crossfade.embeds_object_id(id), id LIMIT :limit""", nativeQuery = true)
    List<PostgresUser> after(UUID after, int limit);
}

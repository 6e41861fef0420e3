package io.crossfade.strattio.plan;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The statements on plans. */
interface PostgresPlanRows extends JpaRepository<PostgresPlan, UUID> {

    /** How many were inserted: none if the id is taken. */
    @Modifying
    @Query("""
            insert into PostgresPlan (
                    id, userId, organisationId, name, status, planPurpose, intakeData, generationMetadata,
                    error, completedAt, createdAt, updatedAt)
            values (
                    :#{#plan.id().uuid()}, :#{#plan.userId().uuid()}, :#{#plan.organisationId()?.uuid()},
                    :#{#plan.name()}, :#{#plan.status().code()}, :#{#plan.planPurpose().code()},
                    :#{#plan.intakeData()}, :#{#plan.generationMetadata()}, :#{#plan.error()},
                    :#{#plan.completedAt()}, :#{#plan.createdAt()}, :#{#plan.updatedAt()})
            on conflict (id) do nothing""")
    int insert(Plan plan);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<PostgresPlan> findWithLockById(UUID id);

    @Modifying
    @Query("delete from PostgresPlan r where r.id = :id")
    int remove(UUID id);

    @Query(value = """
                    SELECT * FROM plans WHERE user_id = :userId
                    ORDER BY created_at DESC, crossfade.embeds_object_id(id) DESC, id DESC LIMIT :limit""", nativeQuery = true)
    List<PostgresPlan> newest(UUID userId, int limit);

    @Query(value = """
                    SELECT * FROM plans WHERE user_id = :userId AND created_at <= :createdAt
                      AND (created_at, crossfade.embeds_object_id(id), id)
                          < (:createdAt, crossfade.embeds_object_id(:id), :id)
                    ORDER BY created_at DESC, crossfade.embeds_object_id(id) DESC, id DESC LIMIT :limit""", nativeQuery = true)
    List<PostgresPlan> before(UUID userId, Instant createdAt, UUID id, int limit);

    @Query("select p.id from PostgresPlan p where p.userId = :userId")
    List<UUID> idsOfUser(UUID userId, Limit limit);

    @Query("select p.id from PostgresPlan p where p.organisationId = :organisationId")
    List<UUID> idsOfOrganisation(UUID organisationId, Limit limit);

    @Modifying
    @Query("update PostgresPlan p set p.organisationId = null, p.updatedAt = :now"
            + " where p.id in :ids and p.organisationId = :organisationId")
    void release(Collection<UUID> ids, UUID organisationId, Instant now);

    @Modifying
    @Query("delete from PostgresPlan p where p.id in :ids")
    void removeAll(Collection<UUID> ids);
}

package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.PostgresRows;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The statements on plans. */
interface PostgresPlanRows extends PostgresRows<PostgresPlan> {

    @Query(value = """
                    SELECT * FROM plans WHERE user_id = :userId
                    ORDER BY created_at DESC, embeds_object_id(id) DESC, id DESC LIMIT :limit""", nativeQuery = true)
    List<PostgresPlan> newest(UUID userId, int limit);

    @Query(value = """
                    SELECT * FROM plans WHERE user_id = :userId AND created_at <= :createdAt
                      AND (created_at, embeds_object_id(id), id)
                          < (:createdAt, embeds_object_id(:id), :id)
                    ORDER BY created_at DESC, embeds_object_id(id) DESC, id DESC LIMIT :limit""", nativeQuery = true)
    List<PostgresPlan> before(UUID userId, Instant createdAt, UUID id, int limit);

    @Modifying
    @Query("update plans p set p.organisationId = null, p.updatedAt = :now"
            + " where p.id in :ids and p.organisationId = :organisationId")
    void release(Collection<UUID> ids, UUID organisationId, Instant now);
}

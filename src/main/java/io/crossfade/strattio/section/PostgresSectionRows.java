package io.crossfade.strattio.section;

import io.crossfade.strattio.common.PostgresRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The statements on sections. */
interface PostgresSectionRows extends PostgresRows<PostgresSection> {

    @Query(
            "select s from sections s where s.planId = :planId and cast(s.orderIndex as Long) > :place order by s.orderIndex")
    List<PostgresSection> above(UUID planId, long place, Limit limit);

    @Query(value = "SELECT CAST(id AS text) FROM plans WHERE id = :planId FOR UPDATE", nativeQuery = true)
    Optional<String> lockPlan(UUID planId);

    @Query(value = "SELECT id FROM sections WHERE plan_id = :planId ORDER BY id FOR UPDATE", nativeQuery = true)
    List<UUID> lockAllOf(UUID planId);

    @Modifying
    @Query(value = """
                    UPDATE sections AS s
                    SET order_index = o.place - 1, updated_at = GREATEST(:now, s.updated_at + INTERVAL '1 millisecond')
                    FROM unnest(CAST(:order AS uuid[])) WITH ORDINALITY AS o (id, place)
                    WHERE s.id = o.id AND s.order_index <> o.place - 1""", nativeQuery = true)
    void place(String order, Instant now);
}

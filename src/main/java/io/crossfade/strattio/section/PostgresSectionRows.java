package io.crossfade.strattio.section;

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

/** The statements on sections. */
interface PostgresSectionRows extends JpaRepository<PostgresSection, UUID> {

    /** How many were inserted: none if the id is taken. */
    @Modifying
    @Query("""
            insert into PostgresSection (
                    id, planId, sectionType, title, content, wordCount, orderIndex, aiGenerated, editedByUser,
                    generationMetadata, dataCitations, createdAt, updatedAt)
            values (
                    :#{#section.id().uuid()}, :#{#section.planId().uuid()}, :#{#section.sectionType()},
                    :#{#section.title()}, :#{#section.content()}, :#{#section.wordCount()},
                    :#{#section.orderIndex()}, :#{#section.aiGenerated()}, :#{#section.editedByUser()},
                    :#{#section.generationMetadata()}, :#{#section.dataCitations()}, :#{#section.createdAt()},
                    :#{#section.updatedAt()})
            on conflict (id) do nothing""")
    int insert(Section section);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<PostgresSection> findWithLockById(UUID id);

    @Modifying
    @Query("delete from PostgresSection r where r.id = :id")
    int remove(UUID id);

    @Query(
            "select s from PostgresSection s where s.planId = :planId and cast(s.orderIndex as Long) > :place order by s.orderIndex")
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

    @Query("select r.id from PostgresSection r where r.planId = :planId")
    List<UUID> idsOf(UUID planId, Limit limit);

    @Modifying
    @Query("delete from PostgresSection r where r.id in :ids")
    void removeAll(Collection<UUID> ids);
}

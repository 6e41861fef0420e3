package io.crossfade.strattio.organisation;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The statements on organisations. */
interface PostgresOrganisationRows extends JpaRepository<PostgresOrganisation, UUID> {

    /** How many were inserted: none if the id is taken. */
    @Modifying
    @Query("""
            insert into PostgresOrganisation (
                    id, name, settings, createdAt, updatedAt)
            values (
                    :#{#organisation.id().uuid()}, :#{#organisation.name()}, :#{#organisation.settings()},
                    :#{#organisation.createdAt()}, :#{#organisation.updatedAt()})
            on conflict (id) do nothing""")
    int insert(Organisation organisation);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<PostgresOrganisation> findWithLockById(UUID id);

    @Modifying
    @Query("delete from PostgresOrganisation r where r.id = :id")
    int remove(UUID id);

    @Query(
            value = "SELECT * FROM organisations ORDER BY crossfade.embeds_object_id(id), id LIMIT :limit",
            nativeQuery = true)
    List<PostgresOrganisation> first(int limit);

    @Query(value = """
                    SELECT * FROM organisations
                    WHERE (crossfade.embeds_object_id(id), id) > (crossfade.embeds_object_id(:after), :after)
                    ORDER BY crossfade.embeds_object_id(id), id LIMIT :limit""", nativeQuery = true)
    List<PostgresOrganisation> after(UUID after, int limit);
}

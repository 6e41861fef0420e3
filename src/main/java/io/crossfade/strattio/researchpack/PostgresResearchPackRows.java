package io.crossfade.strattio.researchpack;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The statements on research_packs. */
interface PostgresResearchPackRows extends JpaRepository<PostgresResearchPack, UUID> {

    /** How many were inserted: none if the id is taken. */
    @Modifying
    @Query("""
            insert into PostgresResearchPack (
                    id, planId, version, status, data, qualityScore, dataSources, missingData, retrievedAt,
                    expiresAt)
            values (
                    :#{#pack.id().uuid()}, :#{#pack.planId().uuid()}, :#{#pack.version()}, :#{#pack.status()},
                    :#{#pack.data()}, :#{#pack.qualityScore()}, :#{#pack.dataSources()?.toArray(new String[0])},
                    :#{#pack.missingData()}, :#{#pack.retrievedAt()}, :#{#pack.expiresAt()})
            on conflict (id) do nothing""")
    int insert(ResearchPack pack);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<PostgresResearchPack> findWithLockById(UUID id);

    @Modifying
    @Query("delete from PostgresResearchPack r where r.id = :id")
    int remove(UUID id);

    @Query("select r from PostgresResearchPack r where r.planId = :planId and r.version = :version order by r.id desc")
    List<PostgresResearchPack> ofVersion(UUID planId, int version, Limit limit);

    @Query("select r from PostgresResearchPack r where r.planId = :planId and cast(r.version as Long) < :version"
            + " order by r.version desc, r.id desc")
    List<PostgresResearchPack> below(UUID planId, long version, Limit limit);

    @Query("select r.id from PostgresResearchPack r where r.planId = :planId")
    List<UUID> idsOf(UUID planId, Limit limit);

    @Modifying
    @Query("delete from PostgresResearchPack r where r.id in :ids")
    void removeAll(Collection<UUID> ids);
}

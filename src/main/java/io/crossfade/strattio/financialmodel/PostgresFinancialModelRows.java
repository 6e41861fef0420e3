package io.crossfade.strattio.financialmodel;

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

/** The statements on financial_models. */
interface PostgresFinancialModelRows extends JpaRepository<PostgresFinancialModel, UUID> {

    /** How many were inserted: none if the id is taken. */
    @Modifying
    @Query("""
            insert into PostgresFinancialModel (
                    id, planId, version, data, createdAt, updatedAt)
            values (
                    :#{#model.id().uuid()}, :#{#model.planId().uuid()}, :#{#model.version()},
                    :#{#model.data()}, :#{#model.createdAt()}, :#{#model.updatedAt()})
            on conflict (id) do nothing""")
    int insert(FinancialModel model);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<PostgresFinancialModel> findWithLockById(UUID id);

    @Modifying
    @Query("delete from PostgresFinancialModel r where r.id = :id")
    int remove(UUID id);

    @Query(
            "select r from PostgresFinancialModel r where r.planId = :planId and r.version = :version order by r.id desc")
    List<PostgresFinancialModel> ofVersion(UUID planId, int version, Limit limit);

    @Query("select r from PostgresFinancialModel r where r.planId = :planId and cast(r.version as Long) < :version"
            + " order by r.version desc, r.id desc")
    List<PostgresFinancialModel> below(UUID planId, long version, Limit limit);

    @Query("select r.id from PostgresFinancialModel r where r.planId = :planId")
    List<UUID> idsOf(UUID planId, Limit limit);

    @Modifying
    @Query("delete from PostgresFinancialModel r where r.id in :ids")
    void removeAll(Collection<UUID> ids);
}

package io.crossfade.strattio.common;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.NoRepositoryBean;

/** The statements on each table. Its entity is named as the table is. */
@NoRepositoryBean
public interface PostgresRows<E> extends JpaRepository<E, UUID> {

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<E> findWithLockById(UUID id);

    /** How many there were. */
    @Modifying
    @Query("delete from #{#entityName} r where r.id in :ids")
    int removeAll(Collection<UUID> ids);

    @Query(value = "SELECT * FROM #{#entityName} ORDER BY embeds_object_id(id), id LIMIT :limit", nativeQuery = true)
    List<E> first(int limit);

    @Query(value = """
                    SELECT * FROM #{#entityName}
                    WHERE (embeds_object_id(id), id) > (embeds_object_id(:after), :after)
                    ORDER BY embeds_object_id(id), id LIMIT :limit""", nativeQuery = true)
    List<E> after(UUID after, int limit);
}

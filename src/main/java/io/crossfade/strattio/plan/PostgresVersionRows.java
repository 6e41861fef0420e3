package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.PostgresRows;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.NoRepositoryBean;

/** The statements on each table of versions. */
@NoRepositoryBean
public interface PostgresVersionRows<E> extends PostgresRows<E> {

    @Query("select r from #{#entityName} r where r.planId = :planId and r.version = :version order by r.id desc")
    List<E> ofVersion(UUID planId, int version, Limit limit);

    @Query("select r from #{#entityName} r where r.planId = :planId and cast(r.version as Long) < :version"
            + " order by r.version desc, r.id desc")
    List<E> below(UUID planId, long version, Limit limit);
}

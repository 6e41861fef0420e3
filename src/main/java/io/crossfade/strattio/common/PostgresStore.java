package io.crossfade.strattio.common;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The service's PostgreSQL. */
@Component
public record PostgresStore(EntityManager entities, TransactionTemplate transaction, Clock clock) {

    private static final int MOST_ATTEMPTS = 3;

    /**
     * In one transaction; in another one from the start, if the server undid it because of others' writes. Within a transaction that
     * is there already, that is its owner's business.
     */
    public <R> R inTransaction(Supplier<R> work) {
        boolean own = !TransactionSynchronizationManager.isActualTransactionActive();
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(status -> work.get());
            } catch (ConcurrencyFailureException undone) {
                if (!own || attempt == MOST_ATTEMPTS) {
                    throw undone;
                }
            }
        }
    }

    public void inTransaction(Runnable work) {
        inTransaction(() -> {
            work.run();
            return true;
        });
    }
}

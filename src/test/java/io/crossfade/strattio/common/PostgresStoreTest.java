package io.crossfade.strattio.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Of two transactions in a deadlock the server undoes one, which may be done again. */
class PostgresStoreTest {

    private final PostgresStore store = new PostgresStore(
            mock(EntityManager.class),
            new TransactionTemplate(mock(PlatformTransactionManager.class)),
            Clock.systemUTC());
    private int attempts;

    @AfterEach
    void leave() {
        TransactionSynchronizationManager.setActualTransactionActive(false);
    }

    private String undone(int times) {
        return store.inTransaction(() -> {
            if (attempts++ < times) {
                throw new PessimisticLockingFailureException("deadlock detected");
            }
            return "done";
        });
    }

    @Test
    void whatWasUndoneIsDoneAgain() {
        assertThat(undone(2)).isEqualTo("done");
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void whatIsUndoneAgainAndAgainIsTold() {
        assertThatThrownBy(() -> undone(3)).isInstanceOf(PessimisticLockingFailureException.class);
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void aTransactionOfAnothersIsTheirs() {
        TransactionSynchronizationManager.setActualTransactionActive(true);

        assertThatThrownBy(() -> undone(1)).isInstanceOf(PessimisticLockingFailureException.class);
        assertThat(attempts).isEqualTo(1);
    }
}

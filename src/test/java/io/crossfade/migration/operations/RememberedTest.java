package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<@Nullable Long> told = new AtomicReference<>(3L);
    private boolean away;
    private final Remembered<Long> remembered = new Remembered<>(
            () -> {
                asked.incrementAndGet();
                if (away) {
                    throw new SQLException("away", "08006");
                }
                return told.get();
            },
            Duration.ofSeconds(5),
            nanos::get);

    private @Nullable Long later() {
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        return remembered.get();
    }

    /** Red if an alert on it falls silent while the store is away that tells it. */
    @Test
    void staysWhatItWasWhileItCannotBeTold() {
        assertThat(remembered.get()).isEqualTo(3);
        away = true;
        assertThat(later()).isEqualTo(3);
        away = false;
        told.set(null);
        assertThat(later()).isEqualTo(3);
        told.set(0L);
        assertThat(later()).isZero();
    }

    @Test
    void isAskedOnceInAWhile() {
        away = true;
        assertThat(remembered.get()).isNull();
        assertThat(remembered.get()).isNull();
        assertThat(asked).hasValue(1);
    }
}

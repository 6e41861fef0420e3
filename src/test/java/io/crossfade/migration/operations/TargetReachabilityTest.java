package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class TargetReachabilityTest {

    private final DataSource target = mock(DataSource.class);
    private final AtomicLong now = new AtomicLong();
    private final TargetReachability reachability = new TargetReachability(target, now::get);

    @Test
    void isAskedOnceInAWhile() throws Exception {
        when(target.getConnection()).thenThrow(new SQLException("away", "08001"));
        assertThat(reachability.answers()).isFalse();
        assertThat(reachability.answers()).isFalse();
        verify(target, times(1)).getConnection();

        Connection connection = mock(Connection.class);
        when(connection.isValid(anyInt())).thenReturn(true);
        org.mockito.Mockito.doReturn(connection).when(target).getConnection();
        now.addAndGet(Duration.ofMillis(1_001).toNanos());
        assertThat(reachability.answers()).isTrue();
    }

    /** Red if a target that is lost half way costs each question that follows its time. */
    @Test
    void asksNothingMoreAfterAQuestionThatFailed() throws Exception {
        Connection connection = mock(Connection.class);
        when(connection.isValid(anyInt())).thenReturn(true);
        when(target.getConnection()).thenReturn(connection);
        AtomicInteger asked = new AtomicInteger();

        assertThat(reachability.told(() -> "a")).isEqualTo("a");
        for (int i = 0; i < 3; i++) {
            String told = reachability.told(() -> {
                asked.incrementAndGet();
                throw new SQLException("lost", "08006");
            });
            assertThat(told).isNull();
        }
        assertThat(asked).hasValue(1);
    }
}

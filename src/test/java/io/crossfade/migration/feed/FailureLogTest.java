package io.crossfade.migration.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.Quarantine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A failure's message may quote what it failed at: it belongs to no log, and ends nothing. */
@ExtendWith(OutputCaptureExtension.class)
class FailureLogTest {

    private static final String VALUE = "someone@example.org";

    private final FeedProperties properties = new FeedProperties(
            10,
            Duration.ofSeconds(1),
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    @Test
    void ofTheChangeStreamsFollower(CapturedOutput output) throws Exception {
        ChangeStreamFollower follower = new ChangeStreamFollower(
                "owners",
                mock(ChangeStream.class),
                Installation.ofNewStores(),
                mock(Checkpoints.class),
                mock(KeySync.class),
                mock(Marks.class),
                properties,
                failingLeases(),
                new StoreNames("MONGO", "POSTGRES"));
        runs(follower, output, "Unit 'owners': its change stream cannot be followed, which is tried again", 1);
    }

    @Test
    void ofTheOutboxFollower(CapturedOutput output) throws Exception {
        OutboxFollower follower = new OutboxFollower(
                mock(javax.sql.DataSource.class),
                mock(UnitStates.class),
                mock(KeySync.class),
                properties,
                failingLeases());
        runs(follower, output, "The outbox follower failed and will go on", 3);
    }

    /** Red if it ends the schedule that tries the quarantine again. */
    @Test
    void ofTheQuarantinesRedrive(CapturedOutput output) throws Exception {
        UnitStates states = mock(UnitStates.class);
        FenceRow row = mock(FenceRow.class);
        when(row.phase()).thenReturn(Phase.DUAL_WRITE);
        when(row.unit()).thenReturn("owners");
        when(states.all()).thenReturn(List.of(row));
        Quarantine quarantine = mock(Quarantine.class);
        when(quarantine.due(any(), any(), any(), any(), anyInt())).thenThrow(new IllegalStateException(VALUE));
        Leases leases = mock(Leases.class);
        when(leases.acquire(any(), any())).thenReturn(true);

        new QuarantineRedrive(states, quarantine, mock(KeySync.class), leases, Duration.ofSeconds(1))
                .redriveThoseThatWait();

        assertThat(output).contains("java.lang.IllegalStateException at").doesNotContain(VALUE);
    }

    private static Leases failingLeases() throws Exception {
        Leases leases = mock(Leases.class);
        when(leases.acquire(any(), any())).thenThrow(new IllegalStateException(VALUE, new Exception(VALUE)));
        return leases;
    }

    private static void runs(Runnable follower, CapturedOutput output, String told, int times) throws Exception {
        Thread thread = Thread.ofPlatform().daemon().start(follower);
        try {
            await().until(() -> output.getOut().split(told, -1).length > times);
            assertThat(thread.isAlive()).isTrue();
        } finally {
            thread.interrupt();
            thread.join();
        }
        assertThat(output).contains("java.lang.IllegalStateException at").doesNotContain(VALUE);
    }
}

package io.crossfade.migration.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** What somebody has to look at is written down, once. */
class AlarmsTest extends VerificationFixture {

    @Test
    void aRunThatLeavesDifferencesIsWrittenDown() throws Exception {
        List<BsonValue> ids = equalOwners(6);
        verify(false);
        assertThat(alarms()).isEmpty();
        differ(ids);

        verify(false);
        verify(true);

        assertThat(alarms())
                .singleElement()
                .asString()
                .startsWith("differences")
                .contains("left 5 differences");
    }

    @Test
    void aRunThatIsTooOldIsWrittenDownOnce() throws Exception {
        verify(false);
        stores.phase("shadow_read");
        stores.sql("UPDATE crossfade.verification SET started_at = now() - interval '50 hours', finished_at = now()");
        stores.sql("INSERT INTO crossfade.verification (unit, repairing, authority, state, started_at)"
                + " VALUES ('owners', false, 'source', 'failed', now())");
        try (ScheduledVerification schedule = new ScheduledVerification(
                verification(),
                stores.states,
                unit -> true,
                leases("one"),
                Clock.systemUTC(),
                Duration.ofHours(24),
                Duration.ofMillis(20))) {
            schedule.start();
            await().until(() -> !overdue().isEmpty());
            await().during(Duration.ofMillis(300)).until(() -> overdue().size() == 1);
        }
    }

    private List<String> overdue() throws Exception {
        return stores.query("SELECT outcome FROM crossfade.audit WHERE unit = 'owners' AND outcome = 'overdue'");
    }

    private List<String> alarms() throws Exception {
        return stores.query("SELECT outcome || ' ' || reason FROM crossfade.audit WHERE action = 'verification'");
    }
}

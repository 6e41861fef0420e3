package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.control.Leases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that nobody asked for. */
@Timeout(120)
class ScheduledVerificationTest extends VerificationFixture {

    @Test
    void runsByItselfWhenTheLastRunIsTooOldInOneInstanceAtATime() throws Exception {
        differ(equalOwners(6));
        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        Leases here = leases("here");
        Leases there = leases("there");
        assertThat(here.acquire("scheduled-verification", Duration.ofSeconds(3)))
                .isTrue();
        Verification verification = verification();
        stores.phase("shadow_read");
        try (ScheduledVerification schedule = new ScheduledVerification(
                verification,
                stores.states,
                unit -> false,
                there,
                tomorrow,
                Duration.ofHours(24),
                Duration.ofMillis(100))) {
            schedule.start();
            await().during(Duration.ofSeconds(1))
                    .until(() -> verification.status("owners").state() == VerificationState.NONE);
            here.release("scheduled-verification");
            await().until(() -> verification.status("owners").state() == VerificationState.FINISHED);
        }
        assertThat(verification.status("owners"))
                .returns(5L, VerificationStatus::found)
                .returns(0L, VerificationStatus::repaired);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new VerificationMetrics(stores.units, new VerificationRuns(stores.target, SILENCE), tomorrow).bindTo(meters);
        assertThat(gauge(meters, "differences", "owners")).isEqualTo(5);
        assertThat(gauge(meters, "age.seconds", "owners")).isBetween(24 * 3_600.0, 26 * 3_600.0);
    }

    /** Red if a run begins of which one knows beforehand that it must fail, or none where both stores are to be equal. */
    @ParameterizedTest
    @ValueSource(strings = {"dual_write", "backfill"})
    void runsByItselfAsSoonAsEverythingIsCopied(String phase) throws Exception {
        stores.phase(phase);
        Verification verification = verification();
        AtomicBoolean copied = new AtomicBoolean();
        try (ScheduledVerification schedule = schedule(verification, unit -> copied.get(), Duration.ofDays(9))) {
            schedule.start();
            assertThat(schedule.schedule("owners"))
                    .returns(null, ScheduledVerification.Schedule::next)
                    .satisfies(next -> assertThat(next.noneBecause()).contains("backfill is not complete"));
            await().during(Duration.ofSeconds(1))
                    .until(() -> verification.status("owners").state() == VerificationState.NONE);
            copied.set(true);
            await().until(() -> verification.status("owners").clean());
            assertThat(verification.status("owners").basis().scheduled()).isTrue();
        }
    }

    @Test
    void saysWhenItRunsNextOrWhyNot() throws Exception {
        Verification verification = verification();
        try (ScheduledVerification schedule = schedule(verification, unit -> true, Duration.ZERO)) {
            assertThat(schedule.schedule("owners").next())
                    .isEqualTo(stores.states.get("owners").changedAt().plus(Duration.ofHours(24)));
            verify(false);
            assertThat(schedule.schedule("owners").next())
                    .isEqualTo(verification.status("owners").startedAt().plus(Duration.ofHours(24)));
            stores.sql("UPDATE crossfade.verification SET state = 'paused'");
            assertThat(schedule.schedule("owners").noneBecause()).contains("paused");
            stores.phase("source");
            assertThat(schedule.schedule("owners").noneBecause()).contains("nothing is replicated");
        }
    }

    /** Red if a daily run is not made because its instance died. */
    @Test
    void aScheduledRunGoesOnInAnotherInstanceAndNoOther() throws Exception {
        equalOwners(6);
        stores.phase("shadow_read");
        Verification verification = verification();
        String interrupted =
                "INSERT INTO crossfade.verification (unit, repairing, authority, state, scheduled, mapping)"
                        + " VALUES ('owners', false, 'source', 'interrupted', %s, '%s') RETURNING run";
        try (ScheduledVerification schedule = schedule(verification, unit -> false, Duration.ZERO)) {
            stores.query(interrupted.formatted(false, MappingVersion.of(OWNERS)));
            schedule.start();
            await().during(Duration.ofSeconds(1))
                    .until(() -> verification.status("owners").state() == VerificationState.INTERRUPTED);
            String run = stores.query(interrupted.formatted(true, MappingVersion.of(OWNERS)))
                    .getFirst();
            await().until(() -> verification.status("owners").clean());
            assertThat(verification.status("owners").run()).isEqualTo(Long.parseLong(run));
            String old = stores.query(interrupted.formatted(true, "another")).getFirst();
            await().until(() -> verification.status("owners").clean());
            assertThat(verification.status("owners").run()).isGreaterThan(Long.parseLong(old));
        }
    }

    private ScheduledVerification schedule(
            Verification verification, ScheduledVerification.Copied copied, Duration ahead) {
        return new ScheduledVerification(
                verification,
                stores.states,
                copied,
                leases("here"),
                Clock.offset(Clock.systemUTC(), ahead),
                Duration.ofHours(24),
                Duration.ofMillis(50));
    }

    private static double gauge(SimpleMeterRegistry meters, String name, String unit) {
        return meters.get("crossfade.verification." + name)
                .tag("unit", unit)
                .gauge()
                .value();
    }
}

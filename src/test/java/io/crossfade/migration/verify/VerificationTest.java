package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.ITEMS;
import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.item;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Column;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Difference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class VerificationTest extends VerificationFixture {

    @Test
    void findsNothingInEqualStores() throws Exception {
        equalOwners(20);
        assertThat(verify(false))
                .returns(20L, VerificationStatus::compared)
                .returns(0L, VerificationStatus::found)
                .returns(true, VerificationStatus::clean);
    }

    @Test
    void findsAndRepairsEachKindOfDifference() throws Exception {
        List<BsonValue> ids = equalOwners(12);
        differ(ids);
        BsonValue unmappable = new BsonInt32(7);
        stores.documents(OWNERS).insertOne(owner(unmappable, "unmappable"));

        VerificationStatus found = verify(false);
        assertThat(found)
                .returns(1L, VerificationStatus::different)
                .returns(2L, VerificationStatus::missing)
                .returns(2L, VerificationStatus::extra)
                .returns(1L, VerificationStatus::unmappable)
                .returns(0L, VerificationStatus::repaired)
                .returns(false, VerificationStatus::clean);
        assertThat(verification().findings("owners", null, 100))
                .extracting(Finding::key, Finding::kind, Finding::columns)
                .contains(
                        tuple(Ids.text(ids.get(0)), Difference.Kind.DIFFERENT, List.of("name")),
                        tuple(Ids.text(ids.get(1)), Difference.Kind.MISSING, List.of()),
                        tuple(Ids.text(ids.get(3)), Difference.Kind.EXTRA, List.of()),
                        tuple(Ids.text(unmappable), Difference.Kind.UNMAPPABLE, List.of("id")));
        assertThat(stores.differences(OWNERS)).hasSize(6);

        assertThat(verify(true))
                .returns(5L, VerificationStatus::repaired)
                .returns(1L, VerificationStatus::quarantined)
                .returns(true, VerificationStatus::clean);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(verify(false)).returns(0L, VerificationStatus::found).returns(1L, VerificationStatus::quarantined);
    }

    @Test
    void repairsTheSourceWhereTheTargetIsTheAuthority() throws Exception {
        List<BsonValue> ids = equalOwners(12);
        differ(ids);
        stores.phase("target");
        assertThat(verify(true))
                .returns(Side.TARGET, VerificationStatus::authority)
                .returns(2L, VerificationStatus::missing)
                .returns(2L, VerificationStatus::extra)
                .returns(1L, VerificationStatus::different)
                .returns(5L, VerificationStatus::repaired);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.documents(OWNERS)
                        .find(Filters.eq("_id", ids.get(0)))
                        .first()
                        .getString("name"))
                .isEqualTo(new BsonString("owner"));
    }

    @Test
    void quarantinesWhatCannotBeRepaired() throws Exception {
        BsonValue orphan = new BsonObjectId();
        stores.documents(ITEMS).insertOne(item(orphan, new BsonObjectId(), "a", 1));
        VerificationStatus status = verification().run("items", true);
        assertThat(status)
                .returns(1L, VerificationStatus::quarantined)
                .returns(0L, VerificationStatus::found)
                .returns(true, VerificationStatus::clean);
    }

    @Test
    void aDifferenceThatIsGoneWhenLookedAtAgainDoesNotCount() throws Exception {
        List<BsonValue> ids = equalOwners(8);
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(4)), Updates.set("name", "changed"));
        AtomicInteger looks = new AtomicInteger();
        KeyLook replicating = new ForwardingLook() {
            @Override
            public Optional<Difference> recheck(String unit, String key) {
                looks.incrementAndGet();
                stores.sync.sync(unit, List.of(key));
                return super.recheck(unit, key);
            }
        };
        assertThat(verification(replicating).run("owners", false)).returns(0L, VerificationStatus::found);
        assertThat(looks).hasValue(1);
    }

    @Test
    void goesOnBehindTheLastIdAndCountsNothingTwice() throws Exception {
        List<BsonValue> ids = equalOwners(20);
        differ(ids);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        Verification stopping = verification(new ForwardingLook() {
            @Override
            public Optional<Difference> recheck(String unit, String key) {
                if (looks.incrementAndGet() == 4) {
                    reached.countDown();
                    awaitInterruption(never);
                }
                return super.recheck(unit, key);
            }
        });
        stopping.start("owners", false);
        reached.await();
        assertThatThrownBy(() -> stopping.start("owners", false)).isInstanceOf(VerificationRefusedException.class);
        stopping.stop();
        // What a kill would leave behind.
        stores.sql(
                "UPDATE crossfade.verification SET state = 'running', alive_until = clock_timestamp() - interval '1 s'");

        Verification next = verification();
        assertThat(next.status("owners").state()).isEqualTo(VerificationState.INTERRUPTED);
        assertThat(next.status("owners").compared()).isBetween(1L, 19L);
        next.resume("owners");
        await().until(() -> next.status("owners").state() == VerificationState.FINISHED);
        assertThat(next.status("owners"))
                .returns(20L, VerificationStatus::compared)
                .returns(5L, VerificationStatus::found);
        assertThat(next.findings("owners", null, 100)).hasSize(5);
    }

    /** Red if a run of another instance is taken for interrupted at a start, or if two run at once. */
    @Test
    void oneRunAtATimeOverAllInstancesForAsLongAsItsInstanceLives() throws Exception {
        differ(equalOwners(6));
        CountDownLatch goOn = new CountDownLatch(1);
        Verification here = verification(waitingFor(goOn));
        here.start();
        here.start("owners", false);
        Verification there = verification();
        there.start();
        try {
            await().during(SILENCE.multipliedBy(2))
                    .atMost(SILENCE.multipliedBy(3))
                    .until(() -> there.status("owners").state() == VerificationState.RUNNING);
            assertThatThrownBy(() -> there.start("owners", false)).isInstanceOf(VerificationRefusedException.class);
            goOn.countDown();
            await().until(() -> there.status("owners").state() == VerificationState.FINISHED);
        } finally {
            here.stop();
            there.stop();
        }
    }

    @Test
    void anInstanceThatFellSilentWritesNoMoreToARunThatWentOnElsewhere() throws Exception {
        differ(equalOwners(20));
        CountDownLatch goOn = new CountDownLatch(1);
        Verification silent = verification(waitingFor(goOn));
        silent.start("owners", false);
        await().until(() -> silent.status("owners").state() == VerificationState.INTERRUPTED);

        Verification next = verification();
        next.resume("owners");
        await().until(() -> next.status("owners").state() == VerificationState.FINISHED);
        goOn.countDown();
        await().until(silent::idle);
        assertThat(next.status("owners"))
                .returns(VerificationState.FINISHED, VerificationStatus::state)
                .returns(20L, VerificationStatus::compared)
                .returns(5L, VerificationStatus::found);
    }

    @Test
    void isPausedAndResumedByAnotherInstance() throws Exception {
        differ(equalOwners(20));
        CountDownLatch goOn = new CountDownLatch(1);
        Verification here = verification(waitingFor(goOn));
        here.start("owners", false);
        Verification there = verification();
        there.pause("owners");
        goOn.countDown();
        await().until(here::idle);
        assertThat(here.status("owners").state()).isEqualTo(VerificationState.PAUSED);
        there.resume("owners");
        await().until(() -> here.status("owners").state() == VerificationState.FINISHED);
        assertThat(here.status("owners"))
                .returns(20L, VerificationStatus::compared)
                .returns(5L, VerificationStatus::found);
    }

    @Test
    void aCatchUpOutlivesARunThatDiedWithItsInstance() throws Exception {
        differ(equalOwners(6));
        stores.sql("INSERT INTO crossfade.verification (unit, repairing, authority, alive_until)"
                + " VALUES ('owners', true, 'source', clock_timestamp() + interval '1 s')");
        assertThat(new RepeatedRepair(verification(), Duration.ofSeconds(20)).repairAll("owners"))
                .isTrue();
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void keepsAFindingWhoseIdIsLongerThanAnIndexEntry() throws Exception {
        StringBuilder id = new StringBuilder();
        new Random(5).ints(9_000, 'a', 'z').forEach(letter -> id.append((char) letter));
        stores.documents(OWNERS).insertOne(owner(new BsonString(id.toString()), "owner"));
        assertThat(verify(false)).returns(1L, VerificationStatus::unmappable);
        assertThat(verification().findings("owners", null, 10))
                .extracting(Finding::key)
                .singleElement()
                .asString()
                .contains(id);
    }

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

    /** Red if what was equal by one mapping counts as equal by another. */
    @Test
    void aPassIsWorthNothingUnderAnotherMapping() throws Exception {
        equalOwners(3);
        stores.phase("shadow_read");
        stores.sql(
                "INSERT INTO crossfade.checkpoint (unit, token, saved_at) VALUES ('owners', '{\"_data\": \"8267\"}', now())");
        VerificationStatus run = verify(false);
        assertThat(run.basis()).isEqualTo(new VerificationStatus.Basis(false, MappingVersion.of(OWNERS), "8267"));
        assertThat(gate(Phase.READ_SWITCH)).isEqualTo("holds");
        UnitMapping shorter = UnitMapping.of("owners")
                .column(Column.text("name", "name", 39).asRequired())
                .column(Column.json("settings", "settings"))
                .build();
        Gate.Move move = new Gate.Move(stores.states.get("owners"), Phase.READ_SWITCH);
        assertThat(new VerifiedCleanGate(new Units(List.of(shorter)), stores.target, Duration.ofHours(24)).check(move))
                .hasValueSatisfying(result -> assertThat(result)
                        .returns(false, Gate.Result::holds)
                        .returns(
                                "verification " + run.run() + " compared by another mapping than this version's;"
                                        + " run one now",
                                Gate.Result::detail));
        stores.sql("UPDATE crossfade.verification SET mapping = NULL");
        assertThat(gate(Phase.READ_SWITCH)).contains("another mapping");
    }

    @Test
    void aRunIsNotResumedUnderAnotherMapping() throws Exception {
        stores.sql("INSERT INTO crossfade.verification (unit, repairing, authority, state, mapping)"
                + " VALUES ('owners', false, 'source', 'paused', 'another')");
        Verification verification = verification();
        assertThatThrownBy(() -> verification.resume("owners"))
                .isInstanceOf(VerificationRefusedException.class)
                .hasMessageContaining("mapping of 'owners' has changed");
    }

    @Test
    void keepsWhereTheOutboxStoodIfTheTargetIsTheAuthority() throws Exception {
        stores.phase("target");
        stores.sql("INSERT INTO owners (id, name) VALUES (gen_random_uuid(), 'changed')");
        assertThat(verify(true).basis().feedPosition()).isEqualTo("outbox 1");
    }

    private static double gauge(SimpleMeterRegistry meters, String name, String unit) {
        return meters.get("crossfade.verification." + name)
                .tag("unit", unit)
                .gauge()
                .value();
    }

    @Test
    void waitsForAStoreThatIsAway() throws Exception {
        equalOwners(4);
        Verification verification = verification();
        stores.mongo.stop();
        verification.start("owners", false);
        stores.mongo.restart();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> verification.status("owners").clean());
    }

    @Test
    void failsWhenTheAuthorityChanges() throws Exception {
        List<BsonValue> ids = equalOwners(10);
        differ(ids);
        VerificationStatus status = verification(new ForwardingLook() {
                    @Override
                    public Optional<Difference> recheck(String unit, String key) {
                        try {
                            stores.phase("target");
                        } catch (java.sql.SQLException e) {
                            throw new IllegalStateException(e);
                        }
                        return Optional.empty();
                    }
                })
                .run("owners", false);
        assertThat(status)
                .returns(VerificationState.FAILED, VerificationStatus::state)
                .returns("the authority changed", VerificationStatus::error);
    }

    @Test
    void onlyARepairThatBeganAfterwardsMakesLostHistoryGood() throws Exception {
        equalOwners(3);
        String lost = "SELECT unit FROM crossfade.checkpoint WHERE lost_at IS NOT NULL";
        stores.sql("INSERT INTO crossfade.checkpoint (unit, token, saved_at, lost_at, lost_reason)"
                + " VALUES ('owners', '{}', now(), now(), '286')");
        verify(false);
        assertThat(stores.query(lost)).hasSize(1);
        stores.sql("UPDATE crossfade.checkpoint SET lost_at = now() + interval '1 hour'");
        verify(true);
        assertThat(stores.query(lost)).hasSize(1);
        stores.sql("UPDATE crossfade.checkpoint SET lost_at = now()");
        verify(true);
        assertThat(stores.query(lost)).isEmpty();
    }

    @Test
    void theGateWantsACleanRunThatIsStillWorthSomething() throws Exception {
        List<BsonValue> ids = equalOwners(6);
        stores.phase("shadow_read");
        assertThat(gate(Phase.READ_SWITCH)).contains("no verification");
        verify(false);
        assertThat(gate(Phase.READ_SWITCH)).isEqualTo("holds");
        stores.sql("UPDATE crossfade.verification SET started_at = now() - interval '25 hours'");
        assertThat(gate(Phase.READ_SWITCH)).contains("24 hours");
        verify(false);
        stores.sql("INSERT INTO crossfade.backfill (unit, state, chunk_size, finished_at)"
                + " VALUES ('owners', 'complete', 1, now())");
        assertThat(gate(Phase.READ_SWITCH)).contains("backfill");
        verify(false);
        stores.sql(
                "INSERT INTO crossfade.checkpoint (unit, token, saved_at, lost_at) VALUES ('owners', '{}', now(), now())");
        assertThat(gate(Phase.READ_SWITCH)).contains("lost");
        verify(true);
        assertThat(gate(Phase.READ_SWITCH)).isEqualTo("holds");
        differ(ids);
        verify(false);
        assertThat(gate(Phase.READ_SWITCH)).contains("5 differences");
        verify(true);
        assertThat(gate(Phase.READ_SWITCH)).isEqualTo("holds");
        stores.phase("target");
        assertThat(gate(Phase.SOURCE_REMOVED)).contains("other store");
        assertThat(new VerifiedCleanGate(stores.units, stores.target, Duration.ofHours(24))
                        .check(new Gate.Move(stores.states.get("owners"), Phase.READ_SWITCH)))
                .isEmpty();
    }

    private String gate(Phase to) {
        Gate.Result result = new VerifiedCleanGate(stores.units, stores.target, Duration.ofHours(24))
                .check(new Gate.Move(stores.states.get("owners"), to))
                .orElseThrow();
        return result.holds() ? "holds" : result.detail();
    }
}

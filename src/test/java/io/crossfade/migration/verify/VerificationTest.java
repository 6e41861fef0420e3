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
import io.crossfade.migration.Side;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.sync.Quarantine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
        String second = verification().findings("owners", null, 2).getLast().key();
        assertThat(verification().findings("owners", Quarantine.place(second), 100))
                .hasSize(4)
                .isEqualTo(verification().findings("owners", second, 100));
        assertThat(stores.differences(OWNERS)).hasSize(6);

        assertThat(verify(true))
                .returns(5L, VerificationStatus::repaired)
                .returns(1L, VerificationStatus::quarantined)
                .returns(false, VerificationStatus::clean);
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
                .returns(false, VerificationStatus::clean);
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

    /** The authority has it, and its sync has not begun: no lock tells that. */
    @Test
    void aWriteThatIsOnItsWayDoesNotCount() throws Exception {
        List<BsonValue> ids = equalOwners(8);
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(4)), Updates.set("name", "changed"));
        KeyLook followed = new ForwardingLook() {
            @Override
            public boolean settle(String unit) {
                stores.sync.sync(unit, List.of(Ids.text(ids.get(4))));
                return true;
            }
        };
        assertThat(verification(followed).run("owners", false)).returns(0L, VerificationStatus::found);
    }

    @Test
    void whatWasFoundIsSyncedWithoutAnotherRun() throws Exception {
        List<BsonValue> ids = equalOwners(8);
        differ(ids);
        long found = verify(false).found();
        assertThat(found).isPositive();

        FindingsRepair repair = new FindingsRepair(new Findings(stores.target), stores.sync);

        assertThat(repair.run("owners")).isEqualTo(new FindingsRepair.Repaired("owners", found, 0, 0));
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(verify(false)).returns(true, VerificationStatus::clean);
        assertThat(repair.run("owners")).isEqualTo(new FindingsRepair.Repaired("owners", 0, 0, 0));
    }

    @Test
    void whatTheFeedsBringNotOverCounts() throws Exception {
        List<BsonValue> ids = equalOwners(8);
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(4)), Updates.set("name", "changed"));
        AtomicInteger waits = new AtomicInteger();
        KeyLook lost = new ForwardingLook() {
            @Override
            public boolean settle(String unit) {
                return waits.incrementAndGet() > 0;
            }
        };
        assertThat(verification(lost).run("owners", false)).returns(1L, VerificationStatus::found);
        assertThat(waits).hasPositiveValue();
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
    void waitsForAStoreThatIsAway() throws Exception {
        equalOwners(4);
        Verification verification = verification();
        stores.mongo.stop();
        verification.start("owners", false);
        stores.mongo.restart();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> verification.status("owners").clean());
    }
}

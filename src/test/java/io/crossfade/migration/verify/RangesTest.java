package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.backfill.PolitenessForTests;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** A run that is divided into many ranges says what an undivided one says. */
@Timeout(120)
class RangesTest extends VerificationFixture {

    @ParameterizedTest
    @CsvSource({"10000, 4194304", "4, 4194304", "4, 1", "1, 100"})
    void looksAtEachIdOfEitherStoreOnce(int size, long bytes) throws Exception {
        rangeSize = size;
        batchBytes = DataSize.ofBytes(bytes);
        List<BsonValue> equal = equalOwners(40);
        Set<String> differing = new TreeSet<>();
        for (BsonValue odd : List.of(
                new BsonInt32(5),
                new BsonDouble(-2.5),
                new BsonString("text"),
                new BsonDocument("a", new BsonInt32(1)),
                new BsonBinary((byte) 0, new byte[] {1, 2}),
                new BsonBinary((byte) 5, new byte[16]),
                new BsonBinary(new byte[40]),
                BsonBoolean.TRUE,
                new BsonDateTime(7),
                // A UUID that is reserved for an ObjectId which stands beside it.
                new BsonBinary(Ids.uuid(equal.getFirst())))) {
            stores.documents(OWNERS).insertOne(owner(odd, "owner"));
            differing.add(Ids.text(odd));
        }
        for (int i = 0; i < 15; i++) {
            BsonValue missing = i % 2 == 0 ? new BsonObjectId(new ObjectId()) : new BsonBinary(UUID.randomUUID());
            stores.documents(OWNERS).insertOne(owner(missing, "owner"));
            differing.add(Ids.text(missing));
            UUID extra = i % 2 == 0 ? UUID.randomUUID() : Ids.uuid(new BsonObjectId(new ObjectId()));
            stores.sql("INSERT INTO owners (id, name) VALUES ('" + extra + "', 'extra')");
            differing.add(Ids.text(extra));
        }
        VerificationStatus status = verify(false);
        assertThat(status)
                .returns(VerificationState.FINISHED, VerificationStatus::state)
                .returns(80L, VerificationStatus::compared)
                .returns(15L, VerificationStatus::missing)
                .returns(15L, VerificationStatus::extra)
                .returns(10L, VerificationStatus::unmappable)
                .returns(0L, VerificationStatus::different);
        assertThat(verification().findings("owners", null, 100))
                .extracting(Finding::key)
                .containsExactlyElementsOf(differing);
        VerificationStatus.Progress progress = status.progress();
        assertThat(progress.done()).isEqualTo(progress.ranges());
        if (size > 100) {
            assertThat(progress.ranges()).isEqualTo(Pass.values().length);
        } else {
            assertThat(progress.ranges()).isGreaterThan(20);
        }
    }

    /** Red if a page of large documents takes as much memory as they are large. */
    @Test
    void holdsDocumentsByTheirBytes() throws Exception {
        List<BsonValue> ids = equalOwners(6);
        SourcePages pages = new SourcePages(stores.source, stores.reads::anchored);
        Range objectIds = Range.of(1, Pass.OBJECT_IDS, null, null);
        assertThat(pages.read(OWNERS, objectIds, null, 100, 1))
                .returns(true, SourcePages.Page::more)
                .satisfies(page -> assertThat(page.documents()).hasSize(1));
        assertThat(pages.read(OWNERS, objectIds, ids.getFirst(), 100, 1 << 20))
                .returns(false, SourcePages.Page::more)
                .satisfies(page -> assertThat(page.documents()).hasSize(2));
    }

    /** Red if ranges are compared one after the other. */
    @Test
    void workersCompareRangesAtTheSameTime() throws Exception {
        rangeSize = 4;
        List<BsonValue> ids = equalOwners(24);
        for (BsonValue id : ids) {
            stores.sql("DELETE FROM owners WHERE id = '" + Ids.uuid(id) + "'");
        }
        CountDownLatch both = new CountDownLatch(2);
        AtomicBoolean met = new AtomicBoolean();
        Set<String> threads = new ConcurrentSkipListSet<>();
        VerificationStatus status = verification(new ForwardingLook() {
                    @Override
                    public Optional<Difference> recheck(String unit, String key) {
                        if (threads.add(Thread.currentThread().getName())) {
                            both.countDown();
                            met.set(reached(both));
                        }
                        return super.recheck(unit, key);
                    }
                })
                .run("owners", false);
        assertThat(met).isTrue();
        assertThat(threads).hasSize(2);
        assertThat(status).returns(24L, VerificationStatus::missing);
    }

    @Test
    void goesOnInEachRangeBehindItsLastIdAndCountsNothingTwice() throws Exception {
        rangeSize = 8;
        List<BsonValue> ids = equalOwners(60);
        for (BsonValue id : ids) {
            stores.sql("DELETE FROM owners WHERE id = '" + Ids.uuid(id) + "'");
        }
        CountDownLatch reached = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        Verification stopping = verification(new ForwardingLook() {
            @Override
            public Optional<Difference> recheck(String unit, String key) {
                if (looks.incrementAndGet() > 25) {
                    reached.countDown();
                    awaitInterruption(never);
                }
                return super.recheck(unit, key);
            }
        });
        stopping.start("owners", false);
        reached.await();
        stopping.stop();
        VerificationStatus stopped = stopping.status("owners");
        assertThat(stopped.state()).isEqualTo(VerificationState.INTERRUPTED);
        assertThat(stopped.compared()).isBetween(20L, 30L);
        assertThat(stopped.progress().done()).isBetween(1L, stopped.progress().ranges() - 1);

        List<String> again = new ArrayList<>();
        Verification next = verification(new ForwardingLook() {
            @Override
            public Optional<Difference> recheck(String unit, String key) {
                synchronized (again) {
                    again.add(key);
                }
                return super.recheck(unit, key);
            }
        });
        next.resume("owners");
        await().until(() -> next.status("owners").state() == VerificationState.FINISHED);
        assertThat(next.status("owners"))
                .returns(60L, VerificationStatus::compared)
                .returns(60L, VerificationStatus::missing);
        assertThat(again).hasSize((int) (60 - stopped.compared()));
    }

    @Test
    void keepsToALimitThatChangesWhileItRuns() throws Exception {
        equalOwners(30);
        Verification verification = verification();
        assertThatThrownBy(() -> verification.limit("owners", rows(0)))
                .isInstanceOf(VerificationRefusedException.class);
        verification.limit("owners", rows(2));
        assertThat(verification.limit("owners")).isEqualTo(rows(2));
        verification.start("owners", false);
        await().until(() -> verification.status("owners").compared() > 0);
        await().during(Duration.ofSeconds(3))
                .until(() -> verification.status("owners").compared() <= 18);
        verification.limit("owners", VerificationLimit.NONE);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> verification.status("owners").clean());
        assertThat(verification.limit("owners")).isEqualTo(VerificationLimit.NONE);
    }

    private static VerificationLimit rows(long perSecond) {
        return new VerificationLimit(perSecond, null);
    }

    @Test
    void keepsToALimitOfBytes() {
        VerificationLimit limit = new VerificationLimit(1_000L, 1_000_000L);

        assertThat(limit.nanos(100, 1_000)).isEqualTo(100_000_000);
        assertThat(limit.nanos(100, 500_000)).isEqualTo(500_000_000);
        assertThat(VerificationLimit.NONE.nanos(100, 500_000)).isZero();
        assertThatThrownBy(() -> new VerificationLimit(null, 0L)).isInstanceOf(VerificationRefusedException.class);
    }

    @Test
    void slowsDownByTheBytesOfItsDocuments() throws Exception {
        equalOwners(30);
        Verification verification = verification();
        verification.limit("owners", new VerificationLimit(null, 100L));
        verification.start("owners", false);
        await().until(() -> verification.status("owners").compared() > 0);
        await().during(Duration.ofSeconds(2))
                .until(() -> verification.status("owners").compared() < 30);
        verification.cancel("owners");
    }

    @Test
    void isPausedWhileItKeepsToItsLimit() throws Exception {
        equalOwners(30);
        Verification verification = verification();
        verification.limit("owners", rows(1));
        verification.start("owners", false);
        await().until(() -> verification.status("owners").compared() > 0);
        verification.pause("owners");
        await().atMost(Duration.ofSeconds(2)).until(verification::idle);
        assertThat(verification.status("owners").compared()).isLessThan(20);
    }

    @Test
    void slowsDownByTheSameSignalsAsTheBackfillAndSaysWhy() throws Exception {
        AtomicLong lag = new AtomicLong(3_000);
        politeness = PolitenessForTests.by("replica lag", 1_000, lag);
        rangeSize = 4;
        equalOwners(30);
        CountDownLatch goOn = new CountDownLatch(1);
        stores.sql("DELETE FROM owners");
        Verification verification = verification(new ForwardingLook() {
            @Override
            public Optional<Difference> recheck(String unit, String key) {
                awaitInterruption(goOn);
                return super.recheck(unit, key);
            }
        });
        verification.start("owners", false);
        goOn.countDown();
        await().until(() -> verification.status("owners").progress().slowedBy() != null);
        assertThat(verification.status("owners").progress().slowedBy())
                .isEqualTo("slowed by replica lag: 3000 ms, more than 1000");
        lag.set(0);
        await().until(() -> verification.status("owners").state() == VerificationState.FINISHED);
        assertThat(verification.status("owners").progress().slowedBy()).isNull();
    }

    /** What a version that knew no ranges had begun is compared from the beginning, and counts once. */
    @Test
    void aRunWithoutRangesIsComparedAnew() throws Exception {
        differ(equalOwners(10));
        stores.sql("INSERT INTO crossfade.verification (unit, repairing, authority, state, compared, missing, mapping)"
                + " VALUES ('owners', false, 'source', 'interrupted', 5, 2, '" + MappingVersion.of(OWNERS) + "')");
        Verification verification = verification();
        verification.resume("owners");
        await().until(() -> verification.status("owners").state() == VerificationState.FINISHED);
        assertThat(verification.status("owners"))
                .returns(10L, VerificationStatus::compared)
                .returns(5L, VerificationStatus::found);
    }

    private static boolean reached(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.backfill.Politeness;
import io.crossfade.migration.control.Audit;
import io.crossfade.migration.control.Instance;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.testing.TwoStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.bson.BsonBinary;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.util.unit.DataSize;

/** Both stores with owners in them, and verifications of them. */
abstract class VerificationFixture {

    private static final int BATCH = 3;
    static final Duration SILENCE = Duration.ofSeconds(2);

    TwoStores stores;
    int rangeSize = 10_000;
    DataSize batchBytes = DataSize.ofMegabytes(4);
    Politeness politeness = Politeness.none();

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("dual_write");
    }

    @AfterEach
    void close() {
        stores.close();
    }

    KeyLook waitingFor(CountDownLatch goOn) {
        return new ForwardingLook() {
            @Override
            public Optional<Difference> recheck(String unit, String key) {
                awaitInterruption(goOn);
                return super.recheck(unit, key);
            }
        };
    }

    VerificationStatus verify(boolean repair) throws Exception {
        return verification().run("owners", repair);
    }

    Verification verification() {
        return verification(new ForwardingLook());
    }

    Verification verification(KeyLook keys) {
        return VerificationConfiguration.verification(
                stores.units,
                stores.states,
                stores.target,
                stores.fence.installation(),
                stores.source,
                stores.reads::anchored,
                keys,
                politeness,
                new Audit(stores.target, new Instance("one", "", "", Instant.EPOCH)),
                new VerificationProperties(
                        2,
                        rangeSize,
                        BATCH,
                        batchBytes,
                        10,
                        SILENCE,
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        Duration.ofHours(24)));
    }

    class ForwardingLook implements KeyLook {

        private final KeyLook real = KeyLook.by(stores.sync, unit -> false);

        @Override
        public Optional<Difference> recheck(String unit, String key) {
            return real.recheck(unit, key);
        }

        @Override
        public Set<String> repair(String unit, Collection<String> keys) {
            return real.repair(unit, keys);
        }

        @Override
        public boolean settle(String unit) {
            return real.settle(unit);
        }
    }

    Leases leases(String instance) {
        return new Leases(stores.target, new Instance(instance, "", "", Instant.EPOCH), stores.fence.installation());
    }

    static void awaitInterruption(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** ObjectIds and UUIDs, of which some look negative to {@link UUID#compareTo}; equal in both stores. */
    List<BsonValue> equalOwners(int count) {
        List<BsonValue> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BsonValue id = i % 2 == 0 ? new BsonObjectId(new ObjectId()) : new BsonBinary(UUID.randomUUID());
            ids.add(id);
            stores.documents(OWNERS).insertOne(owner(id, "owner"));
            stores.sync.sync("owners", List.of(Ids.text(id)));
        }
        return ids;
    }

    /** The first differs, the next two are in the source alone, the two after them in the target alone. */
    void differ(List<BsonValue> ids) throws Exception {
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(0)), Updates.set("name", "changed"));
        stores.sql("DELETE FROM owners WHERE id = '" + Ids.uuid(ids.get(1)) + "'");
        stores.sql("DELETE FROM owners WHERE id = '" + Ids.uuid(ids.get(2)) + "'");
        stores.documents(OWNERS).deleteOne(Filters.eq("_id", ids.get(3)));
        stores.documents(OWNERS).deleteOne(Filters.eq("_id", ids.get(4)));
    }
}

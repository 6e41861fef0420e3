package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.testing.RawStores;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A document whose {@code _id} is not the same once it was decoded is found by its bytes, and never taken for deleted. */
@Timeout(120)
class RawIdsTest {

    private static final BsonDocument NAMED = new BsonDocument("name", new BsonString("n"));

    private RawStores raw;
    private TwoStores stores;

    @BeforeEach
    void open() throws Exception {
        raw = new RawStores();
        stores = raw.stores;
        stores.phase("backfill");
        for (BsonValue id : RawStores.ids()) {
            raw.insert(OWNERS, id, NAMED);
        }
    }

    @AfterEach
    void close() throws Exception {
        raw.close();
    }

    private List<String> quarantine() throws Exception {
        return stores.query("SELECT reason FROM crossfade.quarantine ORDER BY reason");
    }

    private void copy(ChunkSize size) throws Exception {
        Runs runs = new Runs(stores.target);
        assertThat(runs.begin("owners", size, List.of())).isTrue();
        UnitBackfill backfill = new BackfillForTests(stores, new SimpleMeterRegistry()).observed(Step.Observer.NONE);
        while (backfill.step(OWNERS)) {
            assertThat(runs.find("owners")).isPresent();
        }
        assertThat(runs.find("owners").orElseThrow().state()).isEqualTo(BackfillState.COMPLETE);
    }

    @Test
    void standInTheQuarantineAfterACopyUnderTheirBytes() throws Exception {
        raw.insert(OWNERS, new BsonObjectId(), NAMED);

        copy(new ChunkSize(100, 1 << 20));

        assertThat(quarantine()).containsExactly("duplicate-key", "invalid-unicode", "invalid-unicode");
        assertThat(stores.query("SELECT key FROM crossfade.quarantine"))
                .allSatisfy(key -> assertThat(key).startsWith("{\"$raw\": \""));
        assertThat(stores.query("SELECT id FROM owners")).hasSize(1);

        List<String> keys = stores.query("SELECT key FROM crossfade.quarantine");
        assertThat(stores.sync.sync("owners", keys).quarantined()).hasSameElementsAs(keys);
        for (BsonValue id : RawStores.ids()) {
            raw.delete(OWNERS, id);
        }
        stores.sync.sync("owners", keys);
        assertThat(quarantine()).isEmpty();
    }

    /** Chunks are cut at some of them. */
    @Test
    void boundChunksWithoutLosingAny() throws Exception {
        for (int i = 0; i < 40; i++) {
            raw.insert(OWNERS, new BsonString(RawStores.SURROGATE + i), NAMED);
        }

        copy(new ChunkSize(2, 1 << 20));

        assertThat(quarantine()).hasSize(43);
    }

    @Test
    void areBoundsAsTheyAre() {
        for (BsonDocument document : stores.documents(OWNERS)
                .withDocumentClass(org.bson.RawBsonDocument.class)
                .find()) {
            BsonValue id = IdBound.of(document);
            assertThat(Ids.isRaw(id)).isTrue();
            assertThat(IdBound.parse(IdBound.text(id))).isEqualTo(id);
            assertThat(Ids.bson(Ids.text(id))).isEqualTo(id);
            assertThat(Ids.of(Ids.alone(id))).isEqualTo(id);
        }
    }
}

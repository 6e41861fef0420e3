package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Ids;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a collection is divided into chunks, and a chunk that cannot be merged as a whole. */
@Timeout(120)
class ChunkDivisionTest extends BackfillFixture {

    @Test
    void aChunkThatCannotBeMergedIsCopiedDocumentByDocument() throws Exception {
        List<BsonValue> ids = owners(6);
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(2)), Updates.set("name", "forbidden"));
        stores.sql("INSERT INTO owners (id, name) VALUES ('" + Ids.uuid(objectId()) + "', 'deleted since')");
        start(OWNERS);
        stepThroughRefusals(OWNERS);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).containsExactly(Ids.text(ids.get(2)));
        assertThat(stores.query("SELECT max(attempts) FROM crossfade.backfill_chunk"))
                .containsExactly("3");
    }

    /** Red if one document at fault sends its whole chunk the slow way. */
    @Test
    void aChunkThatCannotBeMergedIsHalvedDownToTheDocumentAtFault() throws Exception {
        List<BsonValue> ids = owners(300);
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(123)), Updates.set("name", "forbidden"));
        assertThat(new Runs(stores.target).begin("owners", new ChunkSize(1_000, 1 << 20), List.of()))
                .isTrue();
        stepThroughRefusals(OWNERS);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).containsExactly(Ids.text(ids.get(123)));
        assertThat(stores.query("SELECT sum(rows) FROM crossfade.backfill_chunk"))
                .containsExactly("300");
        assertThat(Integer.parseInt(stores.query("SELECT sum(by_key) FROM crossfade.backfill_chunk")
                        .getFirst()))
                .isBetween(1, 16);
    }

    @Test
    void aChunkThatTakesTooLongIsDivided() throws Exception {
        owners(300);
        setting.chunkTime = Duration.ZERO;
        assertThat(new Runs(stores.target).begin("owners", new ChunkSize(1_000, 1 << 20), List.of()))
                .isTrue();
        UnitBackfill slow = backfill(Step.Observer.NONE);
        slow.step(OWNERS);
        slow.step(OWNERS);
        assertThat(stores.query("SELECT error FROM crossfade.backfill_chunk")).containsExactly("TooLongException");
        slow.step(OWNERS);
        assertThat(stores.query("SELECT count(*) FROM crossfade.backfill_chunk"))
                .containsExactly("2");
        setting.chunkTime = Duration.ofMinutes(1);
        finish(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT rows FROM crossfade.backfill_chunk ORDER BY number"))
                .containsExactly("150", "150");
    }

    /** A sample's bounds are as good as all ids, for every type that an id may have. */
    @Test
    void chunksOfAboutEqualBytesComeFromASample() throws Exception {
        List<BsonDocument> owners = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            BsonValue id = i % 10 == 0
                    ? new BsonString("id" + i)
                    : i % 10 == 1 ? new BsonInt32(i) : i % 3 == 0 ? new BsonBinary(UUID.randomUUID()) : objectId();
            owners.add(owner(id, "n").append("note", new BsonString("x".repeat(i < 3_000 ? 10 : 1_000))));
        }
        stores.documents(OWNERS).insertMany(owners);
        ChunkSize size = new ChunkSize(100_000, 200_000);
        assertThat(new Runs(stores.target).begin("owners", size, List.of())).isTrue();
        SourceSample sample = new SourceSample(stores.source, 1_000_000, 1_500);
        Planning planning = new Planning(stores.target, new Chunks(stores.target), sample);

        assertThat(planning.plan(OWNERS, new Runs(stores.target).find("owners").orElseThrow(), sample.size(OWNERS)))
                .isTrue();
        finish(OWNERS, Step.Observer.NONE);

        assertThat(stores.query("SELECT sum(rows) FROM crossfade.backfill_chunk"))
                .containsExactly("6000");
        List<Integer> bytes = stores.query("SELECT bytes FROM crossfade.backfill_chunk").stream()
                .map(Integer::valueOf)
                .toList();
        assertThat(bytes).hasSizeBetween(15, 30);
        assertThat(bytes.stream().filter(one -> one > 100_000 && one < 350_000).count())
                .isGreaterThan(bytes.size() * 3L / 4);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private void stepThroughRefusals(UnitMapping mapping) throws Exception {
        UnitBackfill backfill = backfill(Step.Observer.NONE);
        for (int attempt = 0; attempt < 100 && !isComplete(mapping); attempt++) {
            try {
                backfill.step(mapping);
            } catch (SQLException refused) {
                assertThat(refused.getSQLState()).isEqualTo("23514");
            }
        }
    }
}

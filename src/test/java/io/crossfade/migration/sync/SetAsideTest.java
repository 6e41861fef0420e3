package io.crossfade.migration.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.testing.TwoStores;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.junit.jupiter.api.Test;

/** What the quarantine keeps of a key, and when it is tried again. */
class SetAsideTest {

    private static final UnitMapping FAULTY = UnitMapping.of("owners")
            .column(Column.text("name", 40).asRequired().orElse(new Column.Origin.Of("nowhere")))
            .build();

    @Test
    void keepsTheDocumentOfAnUnexpectedFailureAndTriesItAgainLaterEachTime() throws Exception {
        try (TwoStores stores = new TwoStores()) {
            stores.phase("dual_write");
            Quarantine quarantine = SyncForTests.quarantine(stores.target, new byte[32]);
            KeySync sync = SyncForTests.keySync(
                    new Units(List.of(FAULTY)), stores.target, stores.fence, stores.source, stores.reads, quarantine);
            BsonObjectId id = new BsonObjectId();
            String key = id.getValue().toHexString();
            BsonDocument nameless = new BsonDocument("_id", id);
            stores.documents(FAULTY).insertOne(nameless);

            sync.sync("owners", List.of(key));

            assertThat(quarantine.document("owners", key)).contains(nameless);
            assertThat(due(quarantine, Duration.ZERO)).containsExactly(key);
            assertThat(due(quarantine, Duration.ofSeconds(10))).isEmpty();
            stores.sql("UPDATE crossfade.quarantine SET last_seen = now() - interval '15 s'");
            assertThat(due(quarantine, Duration.ofSeconds(10))).containsExactly(key);
            stores.sql("UPDATE crossfade.quarantine SET attempts = 2");
            assertThat(due(quarantine, Duration.ofSeconds(10))).isEmpty();
            assertThat(quarantine.due("owners", Set.of("orphan"), Duration.ZERO, Duration.ofMinutes(5), 10))
                    .isEmpty();
            assertThat(quarantine.list("owners", null, 10)).hasSize(1);
            assertThat(quarantine.list("owners", key, 10)).isEmpty();
        }
    }

    private static List<String> due(Quarantine quarantine, Duration first) throws Exception {
        return quarantine.due("owners", Set.of("unexpected"), first, Duration.ofMinutes(5), 10);
    }
}

package io.crossfade.migration.feed;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.testing.RawStores;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

/** The change stream names a document by the bytes of its {@code _id}, under which a sync finds it. */
class RawIdsTest {

    @Test
    void areNamedAsTheyAre() throws Exception {
        try (RawStores raw = new RawStores()) {
            raw.stores.phase("dual_write");
            ChangeStream stream = new ChangeStream(
                    raw.stores.source, raw.stores.fence.installation(), OWNERS, Duration.ofMillis(100), 100);
            try (MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> cursor =
                    stream.open(stream.positionNow(Duration.ofSeconds(5)).orElseThrow())) {
                for (BsonValue id : RawStores.ids()) {
                    raw.insert(OWNERS, id, new BsonDocument("name", new BsonString("n")));
                    BsonValue named = ChangeStream.id(cursor.next());
                    assertThat(named).isNotNull();
                    assertThat(raw.stores
                                    .sync
                                    .sync("owners", List.of(Ids.text(named)))
                                    .quarantined())
                            .hasSize(1);
                    raw.delete(OWNERS, id);
                    assertThat(ChangeStream.id(cursor.next())).isEqualTo(named);
                }
            }
            assertThat(raw.stores.query("SELECT reason FROM crossfade.quarantine ORDER BY reason"))
                    .containsExactly("duplicate-key", "invalid-unicode", "invalid-unicode");
        }
    }
}

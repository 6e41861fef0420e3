package io.crossfade.migration.verify;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.testing.EngineForTests;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents of nearly 16 MB, which is the most that there may be, among small ones. */
@Timeout(240)
class LargeDocumentsTest {

    private static final int LARGE = 15_900_000;

    @Test
    void areCopiedAndVerified() throws Exception {
        try (EngineForTests engine = EngineForTests.start("crossfade.verification.interval=0s")) {
            List<BsonValue> large = List.of(
                    new BsonString("x".repeat(LARGE)),
                    new BsonString("\u20AC\"\\".repeat(LARGE / 5)),
                    new BsonArray(IntStream.range(0, LARGE / 10_020)
                            .mapToObj(i -> new BsonString("y".repeat(10_000)))
                            .toList()));
            for (BsonValue value : large) {
                insert(engine, value);
                insert(engine, new BsonInt32(1));
            }

            engine.stand(OWNERS, Phase.BACKFILL);
            Backfill backfill = engine.bean(Backfill.class);
            backfill.start(OWNERS);
            await().atMost(Duration.ofSeconds(150))
                    .until(() -> backfill.status(OWNERS).complete());

            assertThat(engine.query("SELECT count(*) FROM crossfade.quarantine"))
                    .containsExactly("0");
            assertThat(engine.query("SELECT count(*) FROM owners WHERE length(settings::text) > 15000000"))
                    .containsExactly("3");
            assertThat(engine.bean(Verification.class).run(OWNERS, false).clean())
                    .isTrue();
        }
    }

    private static void insert(EngineForTests engine, BsonValue value) {
        ObjectId id = new ObjectId();
        BsonDocument owner = new BsonDocument("_id", new BsonObjectId(id))
                .append("email", new BsonString(id + "@x"))
                .append("settings", new BsonDocument("value", value));
        assertThat(new RawBsonDocument(owner, new BsonDocumentCodec()).getByteLength())
                .isLessThan(16 << 20);
        engine.collection(OWNERS).insertOne(owner);
    }
}

package io.crossfade.migration.sync;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static io.crossfade.testing.EngineForTests.PETS;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceState;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.testing.EngineForTests;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Sync by key on real stores, whose followers idle. */
abstract class KeySyncFixture {

    static EngineForTests engine;

    KeySync sync;

    @BeforeAll
    static void start() {
        // The followers idle, so that only what a test asks for is synced.
        engine = EngineForTests.start("crossfade.feed.poll-interval=1h", "crossfade.feed.redrive-interval=1h");
        engine.keepOut("outbox", "feed:owners", "feed:pets");
        engine.collection(OWNERS).createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
        engine.collection(PETS).createIndex(Indexes.ascending("ownerId", "place"), new IndexOptions().unique(true));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void empty() {
        sync = engine.bean(KeySync.class);
        for (String unit : List.of(OWNERS, PETS)) {
            engine.flip(unit, row -> row);
            stand(unit, Phase.DUAL_WRITE);
            engine.collection(unit).deleteMany(new BsonDocument());
        }
        engine.execute("TRUNCATE owners, pets, crossfade.outbox, crossfade.quarantine, crossfade.touched");
    }

    /** Without the followers, for the change stream would sync what a test wants to sync itself. */
    static void stand(String unit, Phase phase) {
        engine.flip(
                unit,
                row -> new io.crossfade.migration.control.FenceRow(
                        unit,
                        row.number(),
                        row.epoch(),
                        phase.isBefore(Phase.TARGET) ? FenceState.CLOSED : FenceState.OPEN,
                        false,
                        true,
                        phase,
                        0,
                        row.changedAt(),
                        "test",
                        "test",
                        null,
                        false));
    }

    static BsonDocument owner(ObjectId id, String email) {
        return new BsonDocument("_id", new BsonObjectId(id)).append("email", new BsonString(email));
    }

    static BsonDocument pet(ObjectId id, ObjectId owner, int place) {
        return new BsonDocument("_id", new BsonObjectId(id))
                .append("ownerId", new BsonObjectId(owner))
                .append("place", new BsonInt32(place));
    }

    static String row(ObjectId id) {
        return Ids.text(uuid(id)).isEmpty() ? "" : uuid(id).toString();
    }

    static java.util.UUID uuid(ObjectId id) {
        try {
            return Ids.uuid(id.toHexString());
        } catch (io.crossfade.migration.mapping.RefusedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

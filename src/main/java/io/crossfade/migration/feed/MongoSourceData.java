package io.crossfade.migration.feed;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.SourceData;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/** The collections in MongoDB. */
final class MongoSourceData implements SourceData {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final MongoDatabase database;
    private final Units units;
    private @Nullable Answer answer;

    private record Answer(boolean reachable, long at) {}

    MongoSourceData(MongoDatabase database, Units units) {
        this.database = database;
        this.units = units;
    }

    /** Asked at most once in {@link #FRESH}, for a list of all units asks it many times. */
    @Override
    public synchronized boolean reachable() {
        Answer known = answer;
        if (known == null || System.nanoTime() - known.at > FRESH.toNanos()) {
            known = new Answer(ping(), System.nanoTime());
            answer = known;
        }
        return known.reachable;
    }

    private boolean ping() {
        try {
            database.withTimeout(1, TimeUnit.SECONDS).runCommand(new BsonDocument("ping", new BsonInt32(1)));
            return true;
        } catch (MongoException away) {
            return false;
        }
    }

    @Override
    public void drop(String unit) {
        database.getCollection(units.get(unit).collection()).drop();
    }
}

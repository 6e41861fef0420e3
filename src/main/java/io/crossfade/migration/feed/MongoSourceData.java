package io.crossfade.migration.feed;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.SourceData;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** The collections in MongoDB. */
final class MongoSourceData implements SourceData {

    private final MongoDatabase database;
    private final Units units;

    MongoSourceData(MongoDatabase database, Units units) {
        this.database = database;
        this.units = units;
    }

    @Override
    public boolean reachable() {
        try {
            database.withTimeout(2, TimeUnit.SECONDS).runCommand(new BsonDocument("ping", new BsonInt32(1)));
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

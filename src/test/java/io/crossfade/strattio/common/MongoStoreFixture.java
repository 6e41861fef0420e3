package io.crossfade.strattio.common;

import com.mongodb.client.MongoClient;
import java.time.Clock;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/** The documents as the service maps them, for tests that bring their own MongoDB. */
public final class MongoStoreFixture {

    private MongoStoreFixture() {}

    public static MongoStore on(MongoClient client) {
        return new MongoStore(
                new MongoTemplate(
                        new SimpleMongoClientDatabaseFactory(client, "strattio"), new MongoMapping().mongoConverter()),
                Clock.systemUTC());
    }
}

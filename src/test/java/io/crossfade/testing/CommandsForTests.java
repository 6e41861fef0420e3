package io.crossfade.testing;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A client of its own, and what it sends. */
public final class CommandsForTests implements CommandListener, AutoCloseable {

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final MongoClient client;

    public CommandsForTests(EmbeddedMongo mongo) {
        this(mongo, "");
    }

    /** @param options of the connection string, each after an ampersand */
    public CommandsForTests(EmbeddedMongo mongo, String options) {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.connectionString() + options))
                .addCommandListener(this)
                .build());
    }

    /**
     * @param collection empty if it concerns the database
     * @param readConcern empty if the command names none
     */
    public record Sent(String name, String collection, String readConcern, BsonDocument command) {}

    public MongoClient client() {
        return client;
    }

    /** In the order in which they were sent; those that concern neither a collection nor its database's changes are left out. */
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    public void forget() {
        sent.clear();
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        BsonDocument command = BsonDocument.parse(event.getCommand().toJson());
        BsonValue collection = command.get(event.getCommandName());
        boolean ofDatabase = event.getCommandName().equals("aggregate");
        if (collection == null || !collection.isString() && !ofDatabase) {
            return;
        }
        String concern = command.getDocument("readConcern", new BsonDocument())
                .getString("level", new org.bson.BsonString(""))
                .getValue();
        String name = collection.isString() ? collection.asString().getValue() : "";
        sent.add(new Sent(event.getCommandName(), name, concern, command));
    }

    @Override
    public void close() {
        client.close();
    }
}

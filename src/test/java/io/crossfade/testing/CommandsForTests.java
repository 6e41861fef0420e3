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
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.connectionString()))
                .addCommandListener(this)
                .build());
    }

    /** @param readConcern empty if the command names none */
    public record Sent(String name, String collection, String readConcern, BsonDocument command) {}

    public MongoClient client() {
        return client;
    }

    /** In the order in which they were sent; those that concern no collection are left out. */
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
        if (collection == null || !collection.isString()) {
            return;
        }
        String concern = command.getDocument("readConcern", new BsonDocument())
                .getString("level", new org.bson.BsonString(""))
                .getValue();
        sent.add(new Sent(event.getCommandName(), collection.asString().getValue(), concern, command));
    }

    @Override
    public void close() {
        client.close();
    }
}

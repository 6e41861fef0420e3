package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The databases. Commands do not come through here but through {@link Commands}. */
final class ReplicatedBackend extends AbstractMongoBackend {

    private final Oplog replicatedOplog;

    ReplicatedBackend(Clock clock, Oplog oplog) {
        super(clock);
        this.replicatedOplog = oplog;
    }

    @Override
    protected ReplicatedDatabase openOrCreateDatabase(String databaseName) {
        return new ReplicatedDatabase(databaseName, getCursorRegistry(), replicatedOplog);
    }

    ReplicatedDatabase database(String name) {
        return (ReplicatedDatabase) resolveDatabase(name);
    }

    @Nullable
    Document findById(OplogEntry entry, @Nullable Object id) {
        String name = entry.collection();
        ReplicatedCollection collection =
                name == null ? null : database(entry.database()).collection(name);
        return collection == null ? null : collection.findById(id);
    }

    Document listDatabases(Document command) {
        if (command.get("filter") instanceof Document filter && !filter.isEmpty()) {
            throw CommandFailure.unsupported("The option 'filter' of listDatabases");
        }
        List<Document> databases = new ArrayList<>();
        listDatabaseNames().stream().sorted().forEach(name -> {
            boolean empty = database(name).collectionNames().isEmpty();
            if (!empty) {
                databases.add(
                        new Document("name", name).append("sizeOnDisk", 0L).append("empty", false));
            }
        });
        return new Document("databases", databases).append("totalSize", 0L);
    }
}

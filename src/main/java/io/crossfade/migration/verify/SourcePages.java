package io.crossfade.migration.verify;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.backfill.IdBound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Documents in id order, page by page, each page at the time of its call or later. Index bounds cross BSON types. */
final class SourcePages {

    private static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));
    private static final long LIMIT_SECONDS = 60;

    private final MongoDatabase database;
    private final Supplier<ClientSession> anchored;

    /** @param anchored opens sessions whose reads see everything that was acknowledged before */
    SourcePages(MongoDatabase database, Supplier<ClientSession> anchored) {
        this.database = database;
        this.anchored = anchored;
    }

    /** The first so many documents of a pass behind an id; fewer only at the end of the pass. */
    List<RawBsonDocument> read(UnitMapping mapping, Pass pass, @Nullable BsonValue after, int size) {
        BsonValue lower = after == null ? pass.lower() : after;
        BsonValue upper = pass.upper();
        try (ClientSession session = anchored.get()) {
            FindIterable<RawBsonDocument> find = database.getCollection(mapping.collection(), RawBsonDocument.class)
                    .withReadConcern(ReadConcern.MAJORITY)
                    .withReadPreference(ReadPreference.primary())
                    .withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .find(session)
                    .hint(BY_ID)
                    .sort(BY_ID)
                    .limit(size + 1);
            if (lower != null) {
                find = find.min(IdBound.document(lower));
            }
            if (upper != null) {
                find = find.max(IdBound.document(upper));
            }
            List<RawBsonDocument> page = find.into(new ArrayList<>());
            if (after != null && !page.isEmpty() && IdBound.of(page.getFirst()).equals(after)) {
                page.removeFirst();
            }
            return page;
        }
    }
}

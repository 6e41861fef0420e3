package io.crossfade.migration.control;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The fence's documents in MongoDB, one per unit. A read is never answered by a deposed primary. */
final class MongoFenceDocuments {

    private static final String COLLECTION = "crossfade_fence";
    private static final String MODE_SINCE = "modeSince";

    private final MongoCollection<Document> collection;
    private final MongoAnchor anchor;

    /** @param limit of each operation */
    MongoFenceDocuments(MongoDatabase database, MongoAnchor anchor, Duration limit) {
        this.anchor = anchor;
        collection = database.getCollection(COLLECTION)
                .withReadPreference(ReadPreference.primary())
                .withWriteConcern(WriteConcern.MAJORITY)
                .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    List<FenceDocument> readAll() {
        try (ClientSession session = anchor.session()) {
            List<FenceDocument> all = new ArrayList<>();
            for (Document document :
                    collection.withReadConcern(ReadConcern.MAJORITY).find(session)) {
                all.add(fence(document));
            }
            return all;
        }
    }

    Optional<FenceDocument> read(String unit) {
        return Optional.ofNullable(collection
                        .withReadConcern(ReadConcern.LINEARIZABLE)
                        .find(Filters.eq("_id", unit))
                        .first())
                .map(MongoFenceDocuments::fence);
    }

    /** Leaves a document alone that another instance has written first. */
    void create(FenceDocument first) {
        try {
            collection.insertOne(fields(first).append("_id", first.unit()).append(MODE_SINCE, new Date()));
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
        }
    }

    boolean replace(FenceDocument before, FenceDocument after) {
        Bson change = new Document("$set", fields(after));
        return collection
                        .updateOne(
                                Filters.and(
                                        Filters.eq("_id", before.unit()),
                                        Filters.eq("epoch", before.epoch()),
                                        Filters.eq("change", before.change())),
                                after.mode() == before.mode()
                                        ? change
                                        : Updates.combine(change, Updates.currentDate(MODE_SINCE)))
                        .getMatchedCount()
                == 1;
    }

    private static Document fields(FenceDocument fence) {
        return new Document("epoch", fence.epoch())
                .append("change", fence.change())
                .append("term", fence.term())
                .append("mode", fence.mode().name().toLowerCase(Locale.ROOT))
                .append("modeEpoch", fence.modeEpoch())
                .append("strictBefore", fence.strictBefore())
                .append("phase", fence.phase().code())
                .append("percent", fence.percent());
    }

    private static FenceDocument fence(Document document) {
        Date modeSince = document.getDate(MODE_SINCE);
        return new FenceDocument(
                document.getString("_id"),
                document.getLong("epoch"),
                document.getString("change"),
                document.getLong("term"),
                Mode.valueOf(document.getString("mode").toUpperCase(Locale.ROOT)),
                document.getLong("modeEpoch"),
                modeSince == null ? null : modeSince.toInstant(),
                document.getBoolean("strictBefore"),
                Phase.ofCode(document.getString("phase")),
                document.getInteger("percent"));
    }
}

package io.crossfade.migration.verify;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.size;

import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Projections;
import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.backfill.IdBound;
import io.crossfade.migration.mapping.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** What a check asks of the documents. Each question ends after the limit. */
final class SourceCounts {

    private static final String PARENT = "crossfade_parent";

    private final MongoDatabase database;
    private final Duration limit;

    SourceCounts(MongoDatabase database, Duration limit) {
        this.database = database;
        this.limit = limit;
    }

    StoreCheck.Count count(UnitMapping mapping) {
        Long exact = inTime(() -> documents(mapping).countDocuments());
        return exact == null
                ? new StoreCheck.Count(documents(mapping).estimatedDocumentCount(), false)
                : new StoreCheck.Count(exact, true);
    }

    /** Documents that refer to none of the parent's; null if that takes too long. */
    @Nullable
    Long orphans(UnitMapping mapping, Column reference, UnitMapping parent) {
        return inTime(() -> {
            var counted = documents(mapping)
                    .aggregate(List.of(
                            Aggregates.match(ne(reference.field(), null)),
                            Aggregates.lookup(parent.collection(), reference.field(), "_id", PARENT),
                            Aggregates.match(size(PARENT, 0)),
                            Aggregates.count()))
                    .first();
            return counted == null ? 0L : counted.getNumber("count").longValue();
        });
    }

    /** Keys drawn at random; fewer if there are fewer documents, or ids that no row can bear. */
    List<String> draw(UnitMapping mapping, int keys) {
        return keys(documents(mapping)
                .aggregate(List.of(Aggregates.sample(keys), Aggregates.project(Projections.include("_id")))));
    }

    /** Keys of documents whose field has that value. */
    List<String> find(UnitMapping mapping, Column column, String value, int most) {
        return keys(documents(mapping)
                .find(or(column.fields().stream().map(field -> eq(field, value)).toList()))
                .projection(Projections.include("_id"))
                .limit(most));
    }

    boolean has(UnitMapping mapping, String key) {
        return documents(mapping).find(Ids.anyOf(List.of(Ids.bson(key)))).first() != null;
    }

    private static List<String> keys(Iterable<RawBsonDocument> documents) {
        List<String> keys = new ArrayList<>();
        for (RawBsonDocument document : documents) {
            keys.add(Ids.text(IdBound.of(document)));
        }
        return keys;
    }

    private static @Nullable Long inTime(Supplier<Long> question) {
        try {
            return question.get();
        } catch (MongoExecutionTimeoutException | MongoOperationTimeoutException slow) {
            return null;
        }
    }

    private MongoCollection<RawBsonDocument> documents(UnitMapping mapping) {
        return database.getCollection(mapping.collection(), RawBsonDocument.class)
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary())
                .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}

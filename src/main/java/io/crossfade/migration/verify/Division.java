package io.crossfade.migration.verify;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Projections;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.backfill.IdBound;
import io.crossfade.migration.mapping.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.BsonBinary;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * Divides a unit into ranges of about equal size, by a sample of the source's ids. Together they hold every id there can be,
 * wherever the bounds lie; a bad sample costs time and nothing else.
 */
final class Division {

    private static final int MOST_RANGES = 256;

    /** So many ids of a range, on average, tell well enough where it ends. */
    private static final int SAMPLED_PER_RANGE = 20;

    private static final long LIMIT_SECONDS = 60;

    private final MongoDatabase database;
    private final int size;

    /** @param size ids in a range, about */
    Division(MongoDatabase database, int size) {
        this.database = database;
        this.size = size;
    }

    List<Range> of(UnitMapping mapping) {
        long documents = database.getCollection(mapping.collection())
                .withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .estimatedDocumentCount();
        int count = (int) Math.clamp(documents / size, 1, MOST_RANGES);
        SortedSet<UUID> uuids = new TreeSet<>(IdBound::compare);
        SortedSet<UUID> objectIds = new TreeSet<>(IdBound::compare);
        if (count > 1) {
            sample(mapping, count * SAMPLED_PER_RANGE, uuids, objectIds);
        }
        // The table holds both kinds in one order, so the rows of the one are looked for among those of the other.
        uuids.addAll(objectIds);
        List<Range> ranges = new ArrayList<>();
        for (Pass pass : Pass.values()) {
            switch (pass) {
                case UUIDS -> divide(pass, bounds(uuids, count), ranges);
                case OBJECT_IDS -> divide(pass, bounds(objectIds, count), ranges);
                case BELOW_UUIDS, BETWEEN, ABOVE_OBJECT_IDS -> divide(pass, List.of(), ranges);
            }
        }
        return ranges;
    }

    private void sample(UnitMapping mapping, int documents, SortedSet<UUID> uuids, SortedSet<UUID> objectIds) {
        for (RawBsonDocument document : database.getCollection(mapping.collection(), RawBsonDocument.class)
                .withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .aggregate(List.of(Aggregates.sample(documents), Aggregates.project(Projections.include("_id"))))) {
            BsonValue id = IdBound.of(document);
            if (Pass.OBJECT_IDS.holds(id)) {
                objectIds.add(Range.sortKey(id));
            } else if (Pass.UUIDS.holds(id)) {
                uuids.add(Range.sortKey(id));
            }
        }
    }

    private static List<UUID> bounds(SortedSet<UUID> sampled, int most) {
        List<UUID> ordered = List.copyOf(sampled);
        int count = Math.min(most, ordered.size());
        List<UUID> bounds = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            bounds.add(ordered.get((int) ((long) ordered.size() * i / count)));
        }
        return bounds;
    }

    private static void divide(Pass pass, List<UUID> bounds, List<Range> ranges) {
        BsonValue from = null;
        for (UUID bound : bounds) {
            BsonValue to = pass == Pass.UUIDS ? new BsonBinary(bound) : Ids.bson(bound);
            ranges.add(Range.of(ranges.size() + 1, pass, from, to));
            from = to;
        }
        ranges.add(Range.of(ranges.size() + 1, pass, from, null));
    }
}

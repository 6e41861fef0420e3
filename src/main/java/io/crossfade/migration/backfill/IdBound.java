package io.crossfade.migration.backfill;

import io.crossfade.migration.mapping.Ids;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** An {@code _id} of any type as text, without loss of its type: canonical Extended JSON, or its bytes. */
public final class IdBound {

    static final String ID = "_id";
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private IdBound() {}

    public static String text(BsonValue id) {
        return new BsonDocument(ID, id).toJson(CANONICAL);
    }

    public static BsonValue parse(String text) {
        return of(BsonDocument.parse(text));
    }

    /** The {@code _id}, which every document has. */
    public static BsonValue of(BsonDocument document) {
        return Objects.requireNonNull(Ids.of(document));
    }

    /** As index bounds and hints want it. */
    public static BsonDocument document(BsonValue id) {
        return Ids.alone(id);
    }

    /** As PostgreSQL orders UUIDs; {@link UUID#compareTo} takes the bits for signed numbers. */
    public static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}

package io.crossfade.migration.backfill;

import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a chunk. PostgreSQL orders all UUIDs bytewise; MongoDB puts every UUID before every ObjectId. So a range of
 * {@code _id}s is up to two ranges of rows: some of the embedded ObjectIds and some of the true UUIDs. A row outside of them
 * belongs to another chunk and must not be deleted with this one.
 *
 * @param objectIds whether it holds rows whose id embeds an ObjectId, or those whose id does not
 * @param from least id in it; null: open
 * @param to least id no longer in it; null: open
 */
record IdRange(
        boolean objectIds, @Nullable UUID from, @Nullable UUID to) {

    private static final int UUID_LENGTH = 16;
    private static final int UUID_SUBTYPE = 4;

    static List<IdRange> of(Chunk chunk) {
        return of(chunk.lower(), chunk.upper());
    }

    static List<IdRange> of(@Nullable BsonValue lower, @Nullable BsonValue upper) {
        List<IdRange> ranges = new ArrayList<>();
        for (boolean objectIds : new boolean[] {false, true}) {
            int low = lower == null ? -1 : position(lower, objectIds);
            int high = upper == null ? 1 : position(upper, objectIds);
            if (low <= 0 && high >= 0) {
                ranges.add(new IdRange(
                        objectIds,
                        low == 0 && lower != null ? uuid(lower) : null,
                        high == 0 && upper != null ? uuid(upper) : null));
            }
        }
        return ranges;
    }

    boolean contains(UUID id) {
        return Ids.bson(id).isObjectId() == objectIds
                && (from == null || IdBound.compare(id, from) >= 0)
                && (to == null || IdBound.compare(id, to) < 0);
    }

    /** A condition on a column; its parameters are set by {@link #bind}. */
    String condition(String column) {
        return (objectIds ? "" : "NOT ") + "crossfade.embeds_object_id(" + column + ")"
                + (from == null ? "" : " AND " + column + " >= ?")
                + (to == null ? "" : " AND " + column + " < ?");
    }

    void bind(PreparedStatement statement) throws SQLException {
        int index = 1;
        if (from != null) {
            statement.setObject(index++, from);
        }
        if (to != null) {
            statement.setObject(index, to);
        }
    }

    /** Whether a bound lies before (-1), among (0) or after (1) all ids of a kind. */
    private static int position(BsonValue bound, boolean objectIds) {
        int type = Integer.compare(order(Ids.type(bound)), order(objectIds ? BsonType.OBJECT_ID : BsonType.BINARY));
        if (type != 0 || objectIds) {
            return type;
        }
        BsonBinary binary = bound.asBinary();
        int length = Integer.compare(length(binary), UUID_LENGTH);
        return length != 0 ? length : Integer.compare(binary.getType() & 0xFF, UUID_SUBTYPE);
    }

    /** As MongoDB orders: in the old binary the length that stands a second time within it counts too. */
    private static int length(BsonBinary binary) {
        return binary.getData().length + (binary.getType() == BsonBinarySubType.OLD_BINARY.getValue() ? 4 : 0);
    }

    private static UUID uuid(BsonValue bound) {
        if (bound.isObjectId()) {
            try {
                return Ids.uuid(bound);
            } catch (RefusedException impossible) {
                throw new IllegalStateException("An ObjectId that has no UUID", impossible);
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(bound.asBinary().getData());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** MongoDB's order of types. */
    private static int order(BsonType type) {
        return switch (type) {
            case END_OF_DOCUMENT, MIN_KEY -> 0;
            case NULL, UNDEFINED -> 5;
            case DOUBLE, INT32, INT64, DECIMAL128 -> 10;
            case STRING, SYMBOL -> 15;
            case DOCUMENT -> 20;
            case ARRAY -> 25;
            case BINARY -> 30;
            case OBJECT_ID -> 35;
            case BOOLEAN -> 40;
            case DATE_TIME -> 45;
            case TIMESTAMP -> 47;
            case REGULAR_EXPRESSION -> 50;
            case DB_POINTER -> 55;
            case JAVASCRIPT -> 60;
            case JAVASCRIPT_WITH_SCOPE -> 65;
            case MAX_KEY -> 127;
        };
    }
}

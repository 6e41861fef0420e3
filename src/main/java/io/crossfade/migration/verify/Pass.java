package io.crossfade.migration.verify;

import java.util.Locale;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The parts of MongoDB's id order, which together hold every {@code _id} there can be. Rows stand in two of them, each of
 * which PostgreSQL sorts alike; all other documents have ids that no row can have.
 */
enum Pass {
    BELOW_UUIDS,
    UUIDS,
    BETWEEN,
    OBJECT_IDS,
    ABOVE_OBJECT_IDS;

    private static final BsonValue FIRST_UUID = new BsonBinary(BsonBinarySubType.UUID_STANDARD, new byte[16]);
    private static final BsonValue AFTER_UUIDS = new BsonBinary(BsonBinarySubType.MD5, new byte[16]);
    private static final BsonValue FIRST_OBJECT_ID = new BsonObjectId(new ObjectId(new byte[12]));
    private static final BsonValue AFTER_OBJECT_IDS = BsonBoolean.FALSE;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Pass ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    boolean hasRows() {
        return this == UUIDS || this == OBJECT_IDS;
    }

    /** Whether an {@code _id} of a kind that has rows lies in it. */
    boolean holds(BsonValue id) {
        return switch (this) {
            case UUIDS ->
                id.isBinary()
                        && id.asBinary().getType() == BsonBinarySubType.UUID_STANDARD.getValue()
                        && id.asBinary().getData().length == 16;
            case OBJECT_IDS -> id.isObjectId();
            case BELOW_UUIDS, BETWEEN, ABOVE_OBJECT_IDS -> false;
        };
    }

    /** The least {@code _id} in it; null: open. */
    @Nullable
    BsonValue lower() {
        return switch (this) {
            case BELOW_UUIDS -> null;
            case UUIDS -> FIRST_UUID;
            case BETWEEN -> AFTER_UUIDS;
            case OBJECT_IDS -> FIRST_OBJECT_ID;
            case ABOVE_OBJECT_IDS -> AFTER_OBJECT_IDS;
        };
    }

    /** The least {@code _id} no longer in it; null: open. */
    @Nullable
    BsonValue upper() {
        return this == ABOVE_OBJECT_IDS ? null : values()[ordinal() + 1].lower();
    }
}

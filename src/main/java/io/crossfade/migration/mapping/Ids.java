package io.crossfade.migration.mapping;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * An id in its three forms: BSON in MongoDB, UUID in PostgreSQL, text between the engine's parts. An ObjectId is embedded
 * in a version-8 UUID whose low 26 bits are zero, in order, so that both stores sort alike; a UUID stays itself.
 */
public final class Ids {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{24}");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final long VERSION = 0xF000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long MARK_BITS = 0xC000_0000_03FF_FFFFL;
    private static final long MARK = 0x8000_0000_0000_0000L;

    private Ids() {}

    /** 24 hexadecimal digits for an ObjectId, a UUID's text for binary subtype 4, else relaxed Extended JSON. */
    public static String text(BsonValue id) {
        if (id.isObjectId()) {
            return id.asObjectId().getValue().toHexString();
        }
        return isUuid(id) ? id.asBinary().asUuid().toString() : ExtendedJson.unchecked(id);
    }

    /** The other way round. @throws IllegalArgumentException if it is no id's text */
    public static BsonValue bson(String text) {
        if (HEX.matcher(text).matches()) {
            return new BsonObjectId(new ObjectId(text));
        }
        if (UUID_TEXT.matcher(text).matches()) {
            return new BsonBinary(UUID.fromString(text));
        }
        try {
            return ExtendedJson.read(text, "id", 1);
        } catch (RefusedException e) {
            throw new IllegalArgumentException("Not the text of an id: " + e.getMessage(), e);
        }
    }

    /** The id's form in PostgreSQL. */
    public static UUID uuid(BsonValue id) throws RefusedException {
        return uuid(id, "id");
    }

    /** The id's form in PostgreSQL, from its text. */
    public static UUID uuid(String text) throws RefusedException {
        BsonValue id;
        try {
            id = bson(text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.because(RefusalReason.ID_TYPE, "id");
        }
        return uuid(id);
    }

    /** The same text as that of the id in MongoDB. */
    public static String text(UUID id) {
        return text(bson(id));
    }

    /** The id's form in MongoDB: the ObjectId that is embedded in it, else binary subtype 4. */
    public static BsonValue bson(UUID id) {
        return isEmbedded(id) ? new BsonObjectId(extract(id)) : new BsonBinary(id);
    }

    static UUID uuid(BsonValue id, String column) throws RefusedException {
        if (id.isObjectId()) {
            return embed(id.asObjectId().getValue());
        }
        if (!isUuid(id)) {
            throw RefusedException.because(RefusalReason.ID_TYPE, column, "it is " + ColumnValues.typeName(id));
        }
        UUID uuid = id.asBinary().asUuid();
        if (isEmbedded(uuid)) {
            throw RefusedException.because(RefusalReason.ID_EMBEDDED_MARK, column);
        }
        return uuid;
    }

    private static boolean isUuid(BsonValue id) {
        return id.isBinary()
                && id.asBinary().getType() == BsonBinarySubType.UUID_STANDARD.getValue()
                && id.asBinary().getData().length == 16;
    }

    private static boolean isEmbedded(UUID id) {
        return (id.getMostSignificantBits() & VERSION) == VERSION_8
                && (id.getLeastSignificantBits() & MARK_BITS) == MARK;
    }

    private static UUID embed(ObjectId id) {
        ByteBuffer bytes = ByteBuffer.wrap(id.toByteArray());
        long high = bytes.getLong(0);
        long low = bytes.getInt(8) & 0xFFFF_FFFFL;
        return new UUID(high & ~0xFFFFL | VERSION_8 | high >>> 4 & 0xFFFL, MARK | (high & 0xFL) << 58 | low << 26);
    }

    private static ObjectId extract(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        ByteBuffer bytes = ByteBuffer.allocate(12);
        bytes.putLong(high & ~0xFFFFL | (high & 0xFFFL) << 4 | low >>> 58 & 0xFL);
        bytes.putInt((int) (low >>> 26));
        return new ObjectId(bytes.array());
    }
}

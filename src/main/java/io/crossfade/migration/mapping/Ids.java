package io.crossfade.migration.mapping;

import io.crossfade.migration.KeyText;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * An id in its three forms: BSON in MongoDB, UUID in PostgreSQL, text between the engine's parts. How an ObjectId lies in a
 * UUID is {@link KeyText}'s business; every other type of {@code _id} is refused.
 */
public final class Ids {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{24}");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Ids() {}

    /**
     * A document's {@code _id}. One that would not be the same once decoded stands for itself as {@code {"$raw": …}}, by its bytes;
     * that shows only in a document that is not decoded itself, a {@link RawBsonDocument}. Null if it has none.
     */
    public static @Nullable BsonValue of(BsonDocument document) {
        return document instanceof RawBsonDocument raw ? RawIds.of(raw) : document.get("_id");
    }

    /** Whether the id is given by its bytes, and is none that a codec could write. */
    public static boolean isRaw(BsonValue id) {
        return RawIds.isRaw(id);
    }

    /** Its type in MongoDB. */
    public static BsonType type(BsonValue id) {
        return RawIds.type(id);
    }

    /** A document that has the id, and nothing else: what an index on it holds. */
    public static BsonDocument alone(BsonValue id) {
        if (!RawIds.isRaw(id)) {
            return new BsonDocument("_id", id);
        }
        ByteArrayOutputStream elements = new ByteArrayOutputStream();
        RawIds.element(elements, "_id", id);
        return RawIds.document(elements);
    }

    /** A filter for the documents under any of these ids. */
    public static BsonDocument anyOf(Collection<? extends BsonValue> ids) {
        ByteArrayOutputStream elements = new ByteArrayOutputStream();
        int index = 0;
        for (BsonValue id : ids) {
            RawIds.element(elements, Integer.toString(index++), id);
        }
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        RawIds.element(in, BsonBytes.ARRAY, "$in", RawIds.documentBytes(elements));
        ByteArrayOutputStream filter = new ByteArrayOutputStream();
        RawIds.element(filter, BsonBytes.DOCUMENT, "_id", RawIds.documentBytes(in));
        return RawIds.document(filter);
    }

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
        return KeyText.embedsObjectId(id) ? new BsonObjectId(new ObjectId(KeyText.text(id))) : new BsonBinary(id);
    }

    static UUID uuid(BsonValue id, String column) throws RefusedException {
        if (id.isObjectId()) {
            return KeyText.uuid(id.asObjectId().getValue().toHexString());
        }
        if (!isUuid(id)) {
            throw RefusedException.because(RefusalReason.ID_TYPE, column, "it is " + ColumnValues.typeName(id));
        }
        UUID uuid = id.asBinary().asUuid();
        if (KeyText.embedsObjectId(uuid)) {
            throw RefusedException.because(RefusalReason.ID_EMBEDDED_MARK, column);
        }
        return uuid;
    }

    private static boolean isUuid(BsonValue id) {
        return id.isBinary()
                && id.asBinary().getType() == BsonBinarySubType.UUID_STANDARD.getValue()
                && id.asBinary().getData().length == 16;
    }
}

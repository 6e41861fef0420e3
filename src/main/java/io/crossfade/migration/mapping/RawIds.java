package io.crossfade.migration.mapping;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Ids by their bytes: those whose text is no Unicode, that have a key twice, or that would for another reason not be the same once
 * they were decoded and written again, so that nothing would be found under them. Such a one is {@code {"$raw": …}}, its type's byte
 * and its value's in hexadecimal digits; an {@code _id} that is such a document itself is taken by its bytes as well.
 */
final class RawIds {

    private static final String RAW = "$raw";
    private static final char REPLACEMENT = '\uFFFD';
    private static final HexFormat HEX = HexFormat.of();
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private RawIds() {}

    static boolean isRaw(BsonValue id) {
        return id.isDocument() && id.asDocument().containsKey(RAW);
    }

    /** The {@code _id} of a document; null if it has none. */
    static @Nullable BsonValue of(RawBsonDocument document) {
        byte[] bytes = document.getBackingArray();
        int last = document.getByteOffset() + document.getByteLength() - 1;
        int at = document.getByteOffset() + Integer.BYTES;
        try {
            while (at < last) {
                int type = bytes[at++] & 0xFF;
                int value = BsonBytes.cstringEnd(bytes, at, last) + 1;
                int end = BsonBytes.end(bytes, type, value, last);
                if (value - at == 4 && bytes[at] == '_' && bytes[at + 1] == 'i' && bytes[at + 2] == 'd') {
                    return of(type, Arrays.copyOfRange(bytes, value, end));
                }
                at = end;
            }
            return null;
        } catch (RefusedException malformed) {
            return document.get("_id");
        }
    }

    private static @Nullable BsonValue of(int type, byte[] value) {
        if (type == BsonBytes.OBJECT_ID) {
            return new BsonObjectId(new ObjectId(value));
        }
        ByteArrayOutputStream elements = new ByteArrayOutputStream();
        element(elements, type, "_id", value);
        RawBsonDocument alone = document(elements);
        BsonDocument raw = new BsonDocument(RAW, new BsonString(HEX.toHexDigits((byte) type) + HEX.formatHex(value)));
        BsonDocument decoded;
        try {
            decoded = alone.decode(CODEC);
        } catch (RuntimeException undecodable) {
            // The reader throws half a dozen unrelated kinds at damaged bytes.
            return raw;
        }
        BsonValue id = decoded.get("_id");
        return id == null || isFaithful(id, decoded, alone) ? id : raw;
    }

    private static boolean isFaithful(BsonValue id, BsonDocument decoded, RawBsonDocument alone) {
        return switch (id.getBsonType()) {
            case STRING -> id.asString().getValue().indexOf(REPLACEMENT) < 0 || isSame(decoded, alone);
            case DOCUMENT,
                    ARRAY,
                    DECIMAL128,
                    SYMBOL,
                    JAVASCRIPT,
                    JAVASCRIPT_WITH_SCOPE,
                    DB_POINTER,
                    REGULAR_EXPRESSION -> isSame(decoded, alone) && readsBack(id);
            default -> true;
        };
    }

    private static boolean isSame(BsonDocument decoded, RawBsonDocument alone) {
        RawBsonDocument again = new RawBsonDocument(decoded, CODEC);
        return again.getByteBuffer().asNIO().equals(alone.getByteBuffer().asNIO());
    }

    /** As its text: numbers of equal value are one id to MongoDB. */
    private static boolean readsBack(BsonValue id) {
        if (isRaw(id)) {
            return false;
        }
        try {
            String text = Ids.text(id);
            return Json.same(Json.parse(text, "id"), Json.parse(Ids.text(Ids.bson(text)), "id"));
        } catch (RefusedException | IllegalArgumentException ambiguous) {
            return false;
        }
    }

    static BsonType type(BsonValue id) {
        return isRaw(id) ? BsonType.findByValue(bytes(id)[0] & 0xFF) : id.getBsonType();
    }

    /** Appends the id, whichever way it is given. @throws IllegalArgumentException if its bytes are none of a value */
    static void element(ByteArrayOutputStream out, String name, BsonValue id) {
        if (isRaw(id)) {
            byte[] bytes = bytes(id);
            element(out, bytes[0] & 0xFF, name, Arrays.copyOfRange(bytes, 1, bytes.length));
        } else {
            RawBsonDocument alone = new RawBsonDocument(new BsonDocument("", id), CODEC);
            byte[] bytes = alone.getBackingArray();
            int type = alone.getByteOffset() + Integer.BYTES;
            int end = alone.getByteOffset() + alone.getByteLength() - 1;
            element(out, bytes[type] & 0xFF, name, Arrays.copyOfRange(bytes, type + 2, end));
        }
    }

    static void element(ByteArrayOutputStream out, int type, String name, byte[] value) {
        out.write(type);
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        out.write(0);
        out.writeBytes(value);
    }

    static RawBsonDocument document(ByteArrayOutputStream elements) {
        return new RawBsonDocument(documentBytes(elements));
    }

    static byte[] documentBytes(ByteArrayOutputStream elements) {
        int length = Integer.BYTES + elements.size() + 1;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put(elements.toByteArray())
                .array();
    }

    private static byte[] bytes(BsonValue id) {
        BsonValue hex = id.asDocument().get(RAW, BsonNull.VALUE);
        try {
            byte[] bytes = HEX.parseHex(hex.isString() ? hex.asString().getValue() : "");
            if (bytes.length > 0 && BsonBytes.end(bytes, bytes[0] & 0xFF, 1, bytes.length) == bytes.length) {
                return bytes;
            }
        } catch (RefusedException malformed) {
            throw new IllegalArgumentException("Not the bytes of an id", malformed);
        }
        throw new IllegalArgumentException("Not the bytes of an id");
    }
}

package io.crossfade.migration.mapping;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Decodes BSON bytes only if nothing is lost by it. A decoded document holds each key once and only valid Unicode; the
 * bytes may hold more, and MongoDB keeps them so: whoever reads a {@link BsonDocument} instead of a
 * {@link RawBsonDocument} never sees what was there.
 */
final class RawDocuments {

    private static final char REPLACEMENT = '\uFFFD';
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private RawDocuments() {}

    static BsonDocument decode(RawBsonDocument raw) throws RefusedException {
        try {
            boolean suspicious = scan(raw);
            BsonDocument document = raw.decode(CODEC);
            if (suspicious && !bytes(new RawBsonDocument(document, CODEC)).equals(bytes(raw))) {
                throw RefusedException.because(RefusalReason.INVALID_UNICODE);
            }
            return document;
        } catch (RuntimeException e) {
            // The reader throws half a dozen unrelated kinds at damaged bytes.
            throw RefusedException.because(RefusalReason.MALFORMED);
        }
    }

    private static ByteBuffer bytes(RawBsonDocument raw) {
        return ByteBuffer.wrap(raw.getBackingArray(), raw.getByteOffset(), raw.getByteLength())
                .slice();
    }

    private record Level(boolean array, Set<String> keys) {}

    /** Without recursion, as the nesting is not known yet. Returns whether some text holds a replacement character. */
    private static boolean scan(RawBsonDocument raw) throws RefusedException {
        boolean suspicious = false;
        Deque<Level> levels = new ArrayDeque<>();
        try (BsonBinaryReader reader = new BsonBinaryReader(bytes(raw))) {
            reader.readStartDocument();
            levels.push(new Level(false, new HashSet<>()));
            while (!levels.isEmpty()) {
                BsonType type = reader.readBsonType();
                Level level = levels.getFirst();
                if (type == BsonType.END_OF_DOCUMENT) {
                    leave(reader, levels.pop());
                    continue;
                }
                if (!level.array()) {
                    String key = reader.readName();
                    suspicious |= isSuspicious(key);
                    if (!level.keys().add(key)) {
                        throw RefusedException.because(RefusalReason.DUPLICATE_KEY);
                    }
                }
                suspicious |= value(reader, type, levels);
                if (levels.size() > BsonCheck.DEEPEST) {
                    throw RefusedException.because(RefusalReason.TOO_DEEP);
                }
            }
        }
        return suspicious;
    }

    private static void leave(BsonReader reader, Level level) {
        if (level.array()) {
            reader.readEndArray();
        } else {
            reader.readEndDocument();
        }
    }

    private static boolean value(BsonReader reader, BsonType type, Deque<Level> levels) {
        switch (type) {
            case DOCUMENT -> {
                reader.readStartDocument();
                levels.push(new Level(false, new HashSet<>()));
            }
            case ARRAY -> {
                reader.readStartArray();
                levels.push(new Level(true, Set.of()));
            }
            case JAVASCRIPT_WITH_SCOPE -> {
                boolean suspicious = isSuspicious(reader.readJavaScriptWithScope());
                reader.readStartDocument();
                levels.push(new Level(false, new HashSet<>()));
                return suspicious;
            }
            case STRING -> {
                return isSuspicious(reader.readString());
            }
            case SYMBOL -> {
                return isSuspicious(reader.readSymbol());
            }
            case JAVASCRIPT -> {
                return isSuspicious(reader.readJavaScript());
            }
            case REGULAR_EXPRESSION -> {
                return isSuspicious(reader.readRegularExpression().getPattern());
            }
            case DB_POINTER -> {
                return isSuspicious(reader.readDBPointer().getNamespace());
            }
            default -> reader.skipValue();
        }
        return false;
    }

    private static boolean isSuspicious(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }
}

package io.crossfade.migration.sync;

import io.crossfade.migration.UnitMapping;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.ByteBufNIO;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.io.ByteBufferBsonInput;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * A document for a person's eyes: canonical Extended JSON, with every key as often as it stands in the bytes; of a field whose
 * column is secret, only that it is there; of a field that no column takes the same, for nobody has said what it holds, unless it
 * is asked for by its name.
 */
final class ReadableDocument {

    private static final String SECRET = "(secret)";
    private static final String UNMAPPED = "(unmapped; ask for this 'field' by its name)";
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
    private static final JsonWriterSettings CANONICAL = JsonWriterSettings.builder()
            .outputMode(JsonMode.EXTENDED)
            .indent(true)
            .build();

    private ReadableDocument() {}

    /**
     * @param asked the unmapped field whose value is to be shown, or null
     * @throws IllegalArgumentException if the document has no such field, or it is a secret one
     */
    static String of(UnitMapping mapping, BsonDocument document, @Nullable String asked) {
        Map<String, Boolean> secret = new HashMap<>();
        secret.put("_id", false);
        mapping.columns().forEach(column -> column.fields().forEach(field -> secret.put(field, column.secret())));
        if (asked != null && (!document.containsKey(asked) || secret.getOrDefault(asked, false))) {
            throw new IllegalArgumentException("'field' names no field of the document, or a secret one");
        }
        RawBsonDocument raw = document instanceof RawBsonDocument bytes ? bytes : new RawBsonDocument(document, CODEC);
        return new RawBsonDocument(masked(raw, name -> {
                    Boolean known = secret.get(name);
                    return known == null ? (name.equals(asked) ? null : UNMAPPED) : known ? SECRET : null;
                }))
                .toJson(CANONICAL);
    }

    /** @param instead the text instead of a field's value, or null to show it */
    private static byte[] masked(RawBsonDocument document, Function<String, @Nullable String> instead) {
        byte[] bytes = document.getBackingArray();
        int offset = document.getByteOffset();
        ByteArrayOutputStream elements = new ByteArrayOutputStream(document.getByteLength());
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes, offset, document.getByteLength()).slice();
        try (BsonBinaryReader reader = new BsonBinaryReader(new ByteBufferBsonInput(new ByteBufNIO(buffer)))) {
            reader.readStartDocument();
            while (true) {
                int start = reader.getBsonInput().getPosition();
                if (reader.readBsonType() == BsonType.END_OF_DOCUMENT) {
                    break;
                }
                String name = reader.readName();
                reader.skipValue();
                String text = instead.apply(name);
                if (text != null) {
                    elements.writeBytes(hidden(name, text));
                } else {
                    elements.write(bytes, offset + start, reader.getBsonInput().getPosition() - start);
                }
            }
        }
        return little(Integer.BYTES + elements.size() + 1)
                .putInt(Integer.BYTES + elements.size() + 1)
                .put(elements.toByteArray())
                .array();
    }

    private static byte[] hidden(String name, String instead) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        byte[] text = instead.getBytes(StandardCharsets.UTF_8);
        return little(1 + key.length + 1 + Integer.BYTES + text.length + 1)
                .put((byte) BsonType.STRING.getValue())
                .put(key)
                .put((byte) 0)
                .putInt(text.length + 1)
                .put(text)
                .array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

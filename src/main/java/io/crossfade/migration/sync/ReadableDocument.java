package io.crossfade.migration.sync;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.ByteBufNIO;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.io.ByteBufferBsonInput;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * A document for a person's eyes: canonical Extended JSON, with every key as often as it stands in the bytes; of a field whose
 * column is secret, only that it is there.
 */
final class ReadableDocument {

    private static final String INSTEAD = "(secret)";
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
    private static final JsonWriterSettings CANONICAL = JsonWriterSettings.builder()
            .outputMode(JsonMode.EXTENDED)
            .indent(true)
            .build();

    private ReadableDocument() {}

    static String of(UnitMapping mapping, BsonDocument document) {
        Set<String> secrets = mapping.columns().stream()
                .filter(Column::secret)
                .map(Column::field)
                .collect(Collectors.toSet());
        RawBsonDocument raw = document instanceof RawBsonDocument bytes ? bytes : new RawBsonDocument(document, CODEC);
        return new RawBsonDocument(without(secrets, raw)).toJson(CANONICAL);
    }

    private static byte[] without(Set<String> secrets, RawBsonDocument document) {
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
                if (secrets.contains(name)) {
                    elements.writeBytes(hidden(name));
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

    private static byte[] hidden(String name) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        byte[] text = INSTEAD.getBytes(StandardCharsets.UTF_8);
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

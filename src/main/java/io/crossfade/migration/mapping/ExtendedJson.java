package io.crossfade.migration.mapping;

import java.io.StringWriter;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriter;
import org.bson.json.JsonWriterSettings;
import org.bson.json.StrictJsonWriter;
import tools.jackson.databind.JsonNode;

/**
 * BSON as relaxed Extended JSON v2 and back. The types that JSON lacks (dates, ids, NaN, decimals …) become wrapper
 * objects such as {@code {"$oid": …}}, so a document whose own keys read as such a wrapper is refused. Bare numbers are
 * ints, longs and doubles, as {@link JsonNumbers} writes them.
 */
final class ExtendedJson {

    private static final JsonWriterSettings RELAXED = JsonWriterSettings.builder()
            .outputMode(JsonMode.RELAXED)
            .doubleConverter(ExtendedJson::write)
            .build();
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
    private static final String PREFIX = "{\"v\": ";

    private ExtendedJson() {}

    /** @param depth how deep in its document the value stands; 1 is the document itself */
    static String write(BsonValue value, String column, int depth) throws RefusedException {
        new BsonCheck(column).check(value, depth);
        return unchecked(value);
    }

    static String unchecked(BsonValue value) {
        StringWriter json = new StringWriter();
        CODEC.encode(
                new Writer(json),
                new BsonDocument("v", value),
                EncoderContext.builder().build());
        return json.getBuffer().substring(PREFIX.length(), json.getBuffer().length() - 1);
    }

    private static void write(double value, StrictJsonWriter json) {
        if (JsonNumbers.isBare(value)) {
            json.writeNumber(JsonNumbers.text(value));
        } else {
            json.writeStartObject();
            json.writeString("$numberDouble", Double.toString(value));
            json.writeEndObject();
        }
    }

    /** The driver writes a DBPointer as the document that a DBRef is, and so would read it back as one. */
    private static final class Writer extends JsonWriter {

        Writer(StringWriter json) {
            super(json, RELAXED);
        }

        @Override
        protected void doWriteDBPointer(BsonDbPointer value) {
            writeStartDocument();
            writeStartDocument("$dbPointer");
            writeString("$ref", value.getNamespace());
            writeObjectId("$id", value.getId());
            writeEndDocument();
            writeEndDocument();
        }
    }

    static BsonValue read(String json, String column, int depth) throws RefusedException {
        return bson(Json.parse(json, column), column, depth);
    }

    private static BsonValue bson(JsonNode node, String column, int depth) throws RefusedException {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node, column, depth);
            case ARRAY -> {
                BsonCheck.depth(depth, column);
                BsonArray array = new BsonArray(node.size());
                for (JsonNode element : node) {
                    array.add(bson(element, column, depth + 1));
                }
                yield array;
            }
            case STRING -> new BsonString(node.stringValue());
            case NUMBER -> {
                BsonValue number = JsonNumbers.read(node);
                if (number == null) {
                    throw RefusedException.because(RefusalReason.NUMBER_NOT_REPRESENTABLE, column);
                }
                yield number;
            }
            case BOOLEAN -> BsonBoolean.valueOf(node.booleanValue());
            case NULL -> BsonNull.VALUE;
            default -> throw RefusedException.because(RefusalReason.INVALID_JSON, column);
        };
    }

    private static BsonValue object(JsonNode node, String column, int depth) throws RefusedException {
        BsonDocument document = new BsonDocument();
        boolean wrapper = false;
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (property.getKey().indexOf('\0') >= 0) {
                throw RefusedException.because(RefusalReason.NUL_CHARACTER, column);
            }
            wrapper |= TypeWrappers.isReserved(property.getKey());
            document.append(property.getKey(), bson(property.getValue(), column, depth + 1));
        }
        if (!wrapper) {
            BsonCheck.depth(depth, column);
            return document;
        }
        BsonValue wrapped = TypeWrappers.unwrap(node, document.get("$scope"));
        if (wrapped == null || !Json.same(node, Json.parse(unchecked(wrapped), column))) {
            throw RefusedException.because(RefusalReason.AMBIGUOUS_JSON, column);
        }
        return wrapped;
    }
}

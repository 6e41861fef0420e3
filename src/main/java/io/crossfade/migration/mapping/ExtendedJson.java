package io.crossfade.migration.mapping;

import java.math.BigDecimal;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.Decimal128;
import tools.jackson.databind.JsonNode;

/**
 * BSON as relaxed Extended JSON v2 and back. The types that JSON lacks (dates, ids, NaN, decimals …) become wrapper
 * objects such as {@code {"$oid": …}}, so a document whose own keys read as such a wrapper is refused. Doubles are within
 * what NUMERIC holds, and decimals, NaN and infinities travel as text: JSONB keeps each number's value.
 */
final class ExtendedJson {

    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();
    private static final String PREFIX = "{\"v\": ";

    private ExtendedJson() {}

    /** @param depth how deep in its document the value stands; 1 is the document itself */
    static String write(BsonValue value, String column, int depth) throws RefusedException {
        new BsonCheck(column).check(value, depth);
        return unchecked(value);
    }

    static String unchecked(BsonValue value) {
        String wrapped = new BsonDocument("v", value).toJson(RELAXED);
        return wrapped.substring(PREFIX.length(), wrapped.length() - 1);
    }

    static BsonValue read(String json, String column) throws RefusedException {
        return bson(Json.parse(json, column), column, 1);
    }

    /** Whether the document's JSON reads as a document again, and not as some other type. */
    static boolean isUnambiguous(BsonDocument document) {
        try {
            return read(unchecked(document), "").isDocument();
        } catch (RefusedException e) {
            return false;
        }
    }

    private static BsonValue bson(JsonNode node, String column, int depth) throws RefusedException {
        if (depth > BsonCheck.DEEPEST) {
            throw RefusedException.because(RefusalReason.TOO_DEEP, column);
        }
        return switch (node.getNodeType()) {
            case OBJECT -> object(node, column, depth);
            case ARRAY -> {
                BsonArray array = new BsonArray(node.size());
                for (JsonNode element : node) {
                    array.add(bson(element, column, depth + 1));
                }
                yield array;
            }
            case STRING -> new BsonString(node.stringValue());
            case NUMBER -> number(node, column);
            case BOOLEAN -> BsonBoolean.valueOf(node.booleanValue());
            case NULL -> BsonNull.VALUE;
            default -> throw RefusedException.because(RefusalReason.INVALID_JSON, column);
        };
    }

    private static BsonValue object(JsonNode node, String column, int depth) throws RefusedException {
        BsonDocument document = new BsonDocument();
        boolean dollar = false;
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (property.getKey().indexOf('\0') >= 0) {
                throw RefusedException.because(RefusalReason.NUL_CHARACTER, column);
            }
            dollar |= property.getKey().startsWith("$");
            document.append(property.getKey(), bson(property.getValue(), column, depth + 1));
        }
        return dollar ? wrapped(node, document, column) : document;
    }

    /** What a wrapper stands for; the document itself if its keys make none. */
    private static BsonValue wrapped(JsonNode node, BsonDocument document, String column) throws RefusedException {
        BsonValue read;
        try {
            read = BsonDocument.parse(PREFIX + node + "}").get("v");
        } catch (RuntimeException e) {
            throw RefusedException.because(RefusalReason.AMBIGUOUS_JSON, column);
        }
        if (read == null || read.isDocument()) {
            return document;
        }
        if (!Json.same(node, Json.parse(unchecked(read), column))) {
            throw RefusedException.because(RefusalReason.AMBIGUOUS_JSON, column);
        }
        return read;
    }

    private static BsonValue number(JsonNode node, String column) throws RefusedException {
        if (node.isInt()) {
            return new BsonInt32(node.intValue());
        }
        if (node.isLong()) {
            return new BsonInt64(node.longValue());
        }
        BigDecimal exact = node.decimalValue();
        double nearest = exact.doubleValue();
        if (Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0) {
            return new BsonDouble(nearest);
        }
        try {
            return new BsonDecimal128(new Decimal128(exact));
        } catch (NumberFormatException e) {
            throw RefusedException.because(RefusalReason.NUMBER_NOT_REPRESENTABLE, column);
        }
    }
}

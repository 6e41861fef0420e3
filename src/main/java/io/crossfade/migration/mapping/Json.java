package io.crossfade.migration.mapping;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.bson.BsonNumber;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON text by value: numbers exactly, keys in any order. The limits are PostgreSQL's, not the parser's. */
final class Json {

    private static final Set<String> NUMBERS = Set.of("$numberInt", "$numberLong", "$numberDouble", "$numberDecimal");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(4 * BsonCheck.DEEPEST)
                            .maxNumberLength(200_000)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static JsonNode parse(String json, String column) throws RefusedException {
        try {
            return MAPPER.readTree(json);
        } catch (StreamConstraintsException e) {
            throw RefusedException.because(RefusalReason.TOO_DEEP, column);
        } catch (JacksonException e) {
            throw RefusedException.because(RefusalReason.INVALID_JSON, column);
        }
    }

    /** Equal but for the order of keys and the way numbers are written: of the same types, and the same values exactly. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return JsonNumbers.same(one, other);
        }
        BsonNumber number = number(one);
        BsonNumber otherNumber = number(other);
        if (number != null && otherNumber != null) {
            return JsonNumbers.same(number, otherNumber);
        }
        if (one.size() != other.size() || one.getNodeType() != other.getNodeType()) {
            return false;
        }
        if (one.isObject()) {
            for (Map.Entry<String, JsonNode> property : one.properties()) {
                JsonNode counterpart = other.get(property.getKey());
                if (counterpart == null || !same(property.getValue(), counterpart)) {
                    return false;
                }
            }
            return true;
        }
        if (one.isArray()) {
            Iterator<JsonNode> counterparts = other.iterator();
            for (JsonNode element : one) {
                if (!same(element, counterparts.next())) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }

    /** The value of a number, bare or wrapped with its type; null for anything else. */
    private static @Nullable BsonNumber number(JsonNode node) {
        if (node.isNumber()) {
            return JsonNumbers.read(node);
        }
        if (!node.isObject() || node.size() != 1) {
            return null;
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        if (!NUMBERS.contains(only.getKey()) || !only.getValue().isString()) {
            return null;
        }
        try {
            return JsonNumbers.read(only.getKey(), only.getValue().stringValue());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

package io.crossfade.migration.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The objects that stand for a BSON type in Extended JSON v2. They are told by their keys in any order, since JSONB keeps
 * none; the driver's own reader goes by the first key.
 */
final class TypeWrappers {

    private static final Set<String> RESERVED = Set.of(
            "$oid",
            "$symbol",
            "$numberInt",
            "$numberLong",
            "$numberDouble",
            "$numberDecimal",
            "$binary",
            "$uuid",
            "$code",
            "$timestamp",
            "$regularExpression",
            "$dbPointer",
            "$date",
            "$minKey",
            "$maxKey",
            "$undefined");

    private TypeWrappers() {}

    /** Whether no document may have that key, as its JSON would read as another type, or as nothing. */
    static boolean isReserved(String key) {
        return RESERVED.contains(key);
    }

    /** What the wrapper stands for; null if it is none, or a damaged one. */
    static @Nullable BsonValue unwrap(JsonNode node, @Nullable BsonValue scope) {
        try {
            if (scope != null) {
                return node.size() == 2 && scope instanceof BsonDocument document
                        ? new BsonJavaScriptWithScope(node.required("$code").stringValue(), document)
                        : null;
            }
            if (node.size() != 1) {
                return null;
            }
            Map.Entry<String, JsonNode> only = node.properties().iterator().next();
            return unwrap(only.getKey(), only.getValue());
        } catch (JacksonException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable BsonValue unwrap(String key, JsonNode value) {
        return switch (key) {
            case "$oid" -> new BsonObjectId(new ObjectId(value.stringValue()));
            case "$symbol" -> new BsonSymbol(value.stringValue());
            case "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal" ->
                JsonNumbers.read(key, value.stringValue());
            case "$binary" ->
                new BsonBinary(
                        (byte) Integer.parseInt(value.required("subType").stringValue(), 16),
                        Base64.getDecoder().decode(value.required("base64").stringValue()));
            case "$code" -> new BsonJavaScript(value.stringValue());
            case "$timestamp" ->
                new BsonTimestamp((int) value.required("t").longValue(), (int)
                        value.required("i").longValue());
            case "$regularExpression" ->
                new BsonRegularExpression(
                        value.required("pattern").stringValue(),
                        value.required("options").stringValue());
            case "$dbPointer" ->
                new BsonDbPointer(
                        value.required("$ref").stringValue(),
                        new ObjectId(value.required("$id").required("$oid").stringValue()));
            case "$date" ->
                new BsonDateTime(
                        value.isString()
                                ? Instant.parse(value.stringValue()).toEpochMilli()
                                : Long.parseLong(value.required("$numberLong").stringValue()));
            case "$minKey" -> new BsonMinKey();
            case "$maxKey" -> new BsonMaxKey();
            case "$undefined" -> new BsonUndefined();
            default -> null;
        };
    }
}

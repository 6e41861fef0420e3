package io.crossfade.strattio.common;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Values as BSON, in the types that a row brought back from PostgreSQL would have, too. */
public final class MongoValues {

    private MongoValues() {}

    public static BsonValue bson(Id id) {
        return id.isObjectId() ? new BsonObjectId(new ObjectId(id.text())) : new BsonBinary(UUID.fromString(id.text()));
    }

    public static BsonValue bson(@Nullable Object value) {
        return switch (value) {
            case null -> BsonNull.VALUE;
            case Id id -> bson(id);
            case Coded coded -> new BsonString(coded.code());
            case Json json -> bson(json.value());
            case Instant time -> new BsonDateTime(time.toEpochMilli());
            case String text -> new BsonString(text);
            case Boolean bool -> BsonBoolean.valueOf(bool);
            case Integer number -> new BsonInt32(number);
            case Long number -> number.intValue() == number ? new BsonInt32(number.intValue()) : new BsonInt64(number);
            case Number number -> new BsonDouble(new BigDecimal(number.toString()).doubleValue());
            case Map<?, ?> map -> document(map);
            case List<?> list -> array(list);
            default -> throw new IllegalArgumentException("No BSON for " + value.getClass());
        };
    }

    private static BsonDocument document(Map<?, ?> map) {
        BsonDocument document = new BsonDocument();
        map.forEach((key, value) -> document.append((String) key, bson(value)));
        return document;
    }

    private static BsonArray array(List<?> list) {
        BsonArray array = new BsonArray();
        for (Object item : list) {
            array.add(bson(item));
        }
        return array;
    }

    /** What JSON lacks becomes the wrapper object of relaxed Extended JSON, as it does on the way to PostgreSQL. */
    static @Nullable Json json(BsonValue value) {
        Object plain = plain(value);
        return plain == null ? null : Json.of(plain);
    }

    private static @Nullable Object plain(BsonValue value) {
        return switch (value) {
            case BsonNull ignored -> null;
            case BsonString text -> text.getValue();
            case BsonBoolean bool -> bool.getValue();
            case BsonInt32 number -> number.getValue();
            case BsonInt64 number -> number.getValue();
            case BsonDouble number -> Double.isFinite(number.getValue()) ? number.getValue() : extended(value);
            case BsonDocument document -> plain(document);
            case BsonArray array -> plain(array);
            case BsonDbPointer pointer ->
                Map.of(
                        "$dbPointer",
                        Map.of("$ref", pointer.getNamespace(), "$id", extended(new BsonObjectId(pointer.getId()))));
            case BsonJavaScriptWithScope code -> Map.of("$code", code.getCode(), "$scope", plain(code.getScope()));
            default -> extended(value);
        };
    }

    private static Map<String, @Nullable Object> plain(BsonDocument document) {
        Map<String, @Nullable Object> map = new HashMap<>();
        document.forEach((key, value) -> map.put(key, plain(value)));
        return map;
    }

    private static List<@Nullable Object> plain(BsonArray array) {
        List<@Nullable Object> list = new ArrayList<>();
        for (BsonValue item : array) {
            list.add(plain(item));
        }
        return list;
    }

    private static Object extended(BsonValue value) {
        Json wrapped = Json.parse(new BsonDocument("v", value).toJson());
        return Objects.requireNonNull(((Map<?, ?>) wrapped.value()).get("v"));
    }
}

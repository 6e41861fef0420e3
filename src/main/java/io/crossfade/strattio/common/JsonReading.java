package io.crossfade.strattio.common;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Reads numbers as they are written, never by way of a double, and refuses a key that stands twice. */
final class JsonReading extends ValueDeserializer<Json> {

    @Override
    public Json deserialize(JsonParser parser, DeserializationContext context) {
        Object value = read(parser, context);
        if (value == null) {
            throw new InvalidValue("json", "must not be null");
        }
        return Json.of(value);
    }

    private static @Nullable Object read(JsonParser parser, DeserializationContext context) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, context);
            case START_ARRAY -> array(parser, context);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> context.handleUnexpectedToken(Json.class, parser);
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, DeserializationContext context) {
        Map<String, @Nullable Object> map = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            Object value = read(parser, context);
            if (map.containsKey(key)) {
                throw new InvalidValue("json", "must not hold a key twice");
            }
            map.put(key, value);
        }
        return map;
    }

    private static List<@Nullable Object> array(JsonParser parser, DeserializationContext context) {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(parser, context));
        }
        return list;
    }
}

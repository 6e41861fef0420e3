package io.crossfade.strattio.common;

import com.mongodb.MongoClientSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.types.CodeWithScope;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.data.convert.PropertyValueConversions;
import org.springframework.data.convert.PropertyValueConverter;
import org.springframework.data.convert.ValueConversionContext;
import org.springframework.data.mapping.PersistentProperty;
import org.springframework.data.mongodb.core.convert.MongoConversionContext;
import org.springframework.data.mongodb.core.convert.MongoValueConverter;

/**
 * How Spring Data converts the properties of documents, by their types. A document reads as its row would: a whole number is one
 * whatever its BSON type, and anything else of a wrong type is an {@link UnreadableField}, where Spring Data would make some value of
 * it. Values are written in the types that a row brought back from PostgreSQL has, too. Properties of other types than these are
 * converted as Spring Data does.
 */
final class MongoConversions implements PropertyValueConversions {

    static final CodecRegistry CODECS = CodecRegistries.withUuidRepresentation(
            MongoClientSettings.getDefaultCodecRegistry(), UuidRepresentation.STANDARD);

    private static final Map<Class<?>, Function<Object, @Nullable Object>> READERS = Map.of(
            Id.class, MongoConversions::id,
            String.class, String.class::cast,
            Integer.class, MongoConversions::integer,
            Boolean.class, Boolean.class::cast,
            Instant.class, value -> ((Date) value).toInstant(),
            Json.class, MongoConversions::json,
            List.class, MongoConversions::texts);

    /** Of a property whose values are read so. */
    private record Strict(Function<Object, @Nullable Object> reader) implements MongoValueConverter<Object, Object> {

        @Override
        public @Nullable Object read(Object value, MongoConversionContext context) {
            try {
                return reader.apply(value);
            } catch (RuntimeException unreadable) {
                throw new UnreadableField(context.getProperty().getFieldName());
            }
        }

        @Override
        public Object write(Object value, MongoConversionContext context) {
            return bson(value);
        }
    }

    @Override
    public boolean hasValueConverter(PersistentProperty<?> property) {
        Class<?> type = property.getType();
        return type == List.class
                ? property.getActualType() == String.class
                : READERS.containsKey(type) || Coded.class.isAssignableFrom(type);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <DV, SV, P extends PersistentProperty<P>, C extends ValueConversionContext<P>>
            PropertyValueConverter<DV, SV, C> getValueConverter(P property) {
        Class<?> type = property.getType();
        Function<Object, @Nullable Object> reader = READERS.getOrDefault(
                type, code -> Coded.of(type.asSubclass(Coded.class), property.getName(), (String) code));
        return (PropertyValueConverter<DV, SV, C>) (PropertyValueConverter<?, ?, ?>) new Strict(reader);
    }

    static Id id(@Nullable Object value) {
        return value instanceof ObjectId id ? Id.of(id.toHexString()) : Id.of((UUID) Objects.requireNonNull(value));
    }

    private static int integer(Object value) {
        return new BigDecimal(Double.toString(((Number) value).doubleValue())).intValueExact();
    }

    private static List<String> texts(Object value) {
        return ((List<?>) value).stream().map(String.class::cast).toList();
    }

    static BsonValue bson(@Nullable Object value) {
        return switch (value) {
            case null -> BsonNull.VALUE;
            case BsonValue bson -> bson;
            case Id id ->
                id.isObjectId()
                        ? new BsonObjectId(new ObjectId(id.text()))
                        : new BsonBinary(UUID.fromString(id.text()));
            case Coded coded -> new BsonString(coded.code());
            case Json json -> bson(json.value());
            case Instant time -> new BsonDateTime(time.toEpochMilli());
            case String text -> new BsonString(text);
            case Boolean bool -> BsonBoolean.valueOf(bool);
            case Integer number -> new BsonInt32(number);
            case Long number -> number.intValue() == number ? new BsonInt32(number.intValue()) : new BsonInt64(number);
            case Number number -> new BsonDouble(new BigDecimal(number.toString()).doubleValue());
            case Map<?, ?> map -> {
                BsonDocument document = new BsonDocument();
                map.forEach((key, each) -> document.append((String) key, bson(each)));
                yield document;
            }
            case List<?> list ->
                new BsonArray(list.stream().map(MongoConversions::bson).toList());
            default -> throw new IllegalArgumentException("No BSON for " + value.getClass());
        };
    }

    /** What JSON lacks becomes the wrapper object of relaxed Extended JSON, as it does on the way to PostgreSQL. */
    static @Nullable Json json(Object value) {
        Object plain = plain(value);
        return plain == null ? null : Json.of(plain);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean bool -> bool;
            case Integer number -> number;
            case Long number -> number;
            case Double number -> Double.isFinite(number) ? number : extended(number);
            case Document document -> plain(document);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(plain(item)));
                yield items;
            }
            case BsonDbPointer pointer ->
                Map.of("$dbPointer", Map.of("$ref", pointer.getNamespace(), "$id", extended(pointer.getId())));
            case CodeWithScope code -> Map.of("$code", code.getCode(), "$scope", plain(code.getScope()));
            default -> extended(value);
        };
    }

    private static Map<String, @Nullable Object> plain(Document document) {
        Map<String, @Nullable Object> map = new HashMap<>();
        document.forEach((key, each) -> map.put(key, plain(each)));
        return map;
    }

    private static Object extended(Object value) {
        Json wrapped = Json.parse(
                new Document("v", value).toBsonDocument(Document.class, CODECS).toJson());
        return Objects.requireNonNull(((Map<?, ?>) wrapped.value()).get("v"));
    }
}

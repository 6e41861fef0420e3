package io.crossfade.strattio.common;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document as its row would read: what is missing or null is the default, a whole number is one whatever its BSON
 * type. Anything else of a wrong type is an {@link UnreadableDocument}.
 */
public final class MongoFields {

    private final String unit;
    private final String kind;
    private final BsonDocument document;

    MongoFields(String unit, String kind, BsonDocument document) {
        this.unit = unit;
        this.kind = kind;
        this.document = document;
    }

    public Id id() {
        return asId("_id", required("_id", value("_id")));
    }

    public Id reference(String field) {
        return required(field, optionalReference(field));
    }

    public @Nullable Id optionalReference(String field) {
        BsonValue value = value(field);
        return value == null ? null : asId(field, value);
    }

    public String text(String field) {
        return required(field, optionalText(field));
    }

    public @Nullable String optionalText(String field) {
        BsonString text = as(BsonString.class, field);
        return text == null ? null : text.getValue();
    }

    public <E> E coded(String field, E orElse, Function<String, E> of) {
        String code = optionalText(field);
        try {
            return code == null ? orElse : of.apply(code);
        } catch (InvalidValue e) {
            throw unreadable(field);
        }
    }

    public int integer(String field) {
        return required(field, optionalInteger(field));
    }

    public @Nullable Integer optionalInteger(String field) {
        BsonNumber number = as(BsonNumber.class, field);
        if (number == null) {
            return null;
        }
        try {
            return new BigDecimal(Double.toString(number.doubleValue())).intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw unreadable(field);
        }
    }

    public boolean bool(String field, boolean orElse) {
        BsonValue value = value(field);
        if (value != null && !value.isBoolean()) {
            throw unreadable(field);
        }
        return value == null ? orElse : value.asBoolean().getValue();
    }

    public @Nullable Instant optionalTime(String field) {
        BsonDateTime time = as(BsonDateTime.class, field);
        return time == null ? null : Instant.ofEpochMilli(time.getValue());
    }

    /** Where it is missing: the time inside the id. */
    public Instant createdAt() {
        Instant time = optionalTime("created_at");
        BsonValue id = required("_id", value("_id"));
        if (time == null && id.isObjectId()) {
            return id.asObjectId().getValue().getDate().toInstant();
        }
        return required("created_at", time);
    }

    /** Where it is missing: the time of creation. */
    public Instant updatedAt() {
        Instant time = optionalTime("updated_at");
        return time == null ? createdAt() : time;
    }

    public Json json(String field) {
        return required(field, optionalJson(field));
    }

    public Json json(String field, Json orElse) {
        Json json = optionalJson(field);
        return json == null ? orElse : json;
    }

    public @Nullable Json optionalJson(String field) {
        BsonValue value = value(field);
        try {
            return value == null ? null : MongoValues.json(value);
        } catch (RuntimeException e) {
            throw unreadable(field);
        }
    }

    public @Nullable List<String> optionalTexts(String field) {
        BsonValue value = value(field);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (!value.isArray()) {
            throw unreadable(field);
        }
        for (BsonValue item : value.asArray()) {
            if (!item.isString()) {
                throw unreadable(field);
            }
            texts.add(item.asString().getValue());
        }
        return texts;
    }

    private Id asId(String field, BsonValue value) {
        try {
            return id(value);
        } catch (RuntimeException e) {
            throw unreadable(field);
        }
    }

    private static Id id(BsonValue value) {
        return value.isObjectId()
                ? Id.of(value.asObjectId().getValue().toHexString())
                : Id.of(value.asBinary().asUuid().toString());
    }

    /** An id of any other type may be an e-mail address. */
    private static String shown(BsonValue id) {
        try {
            return id(id).text();
        } catch (RuntimeException e) {
            return "with an id of type " + id.getBsonType().name().toLowerCase(Locale.ROOT);
        }
    }

    private @Nullable BsonValue value(String field) {
        BsonValue value = document.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private <T extends BsonValue> @Nullable T as(Class<T> type, String field) {
        BsonValue value = value(field);
        if (value != null && !type.isInstance(value)) {
            throw unreadable(field);
        }
        return type.cast(value);
    }

    private <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw unreadable(field);
        }
        return value;
    }

    private UnreadableDocument unreadable(String field) {
        BsonValue id = document.get("_id");
        Unreadable what = new Unreadable(unit, id == null ? "without an id" : shown(id), field);
        return UnreadableDocument.of(what, kind);
    }
}

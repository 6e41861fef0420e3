package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonReader;
import org.bson.BsonSymbol;
import org.bson.BsonType;
import org.bson.BsonUndefined;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the query engine's documents as BSON. Every type comes back as it went in, binary subtypes too;
 * what cannot be kept (a duplicate field name) is refused, never dropped.
 */
final class BsonWire {

    private BsonWire() {}

    static Document readDocument(BsonReader reader) {
        return readDocument(
                reader, name -> CommandFailure.unsupported("A field name that occurs twice in one document"));
    }

    /** A command, whose own fields MongoDB too takes once only. */
    static Document readCommand(BsonReader reader) {
        return readDocument(reader, CommandFailure::repeatedField);
    }

    private static Document readDocument(BsonReader reader, Function<String, CommandFailure> repeated) {
        Document document = new Document();
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            String name = reader.readName();
            if (document.containsKey(name)) {
                throw repeated.apply(name);
            }
            document.put(name, readValue(reader));
        }
        reader.readEndDocument();
        return document;
    }

    private static @Nullable Object readValue(BsonReader reader) {
        return switch (reader.getCurrentBsonType()) {
            case DOUBLE -> reader.readDouble();
            case STRING -> reader.readString();
            case DOCUMENT -> readDocument(reader);
            case ARRAY -> readArray(reader);
            case BINARY -> readBinary(reader);
            case OBJECT_ID -> new ObjectId(reader.readObjectId().toByteArray());
            case BOOLEAN -> reader.readBoolean();
            case DATE_TIME -> Instant.ofEpochMilli(reader.readDateTime());
            case INT32 -> reader.readInt32();
            case INT64 -> reader.readInt64();
            case DECIMAL128 -> {
                org.bson.types.Decimal128 decimal = reader.readDecimal128();
                yield new Decimal128(decimal.getLow(), decimal.getHigh());
            }
            case TIMESTAMP -> new BsonTimestamp(reader.readTimestamp().getValue());
            case REGULAR_EXPRESSION -> {
                org.bson.BsonRegularExpression regex = reader.readRegularExpression();
                yield new BsonRegularExpression(regex.getPattern(), regex.getOptions());
            }
            case JAVASCRIPT -> new BsonJavaScript(reader.readJavaScript());
            case SYMBOL -> new BsonSymbol(reader.readSymbol());
            case DB_POINTER -> reader.readDBPointer();
            case NULL -> {
                reader.readNull();
                yield null;
            }
            case UNDEFINED -> {
                reader.readUndefined();
                yield new BsonUndefined();
            }
            case MIN_KEY -> {
                reader.readMinKey();
                yield MinKey.getInstance();
            }
            case MAX_KEY -> {
                reader.readMaxKey();
                yield MaxKey.getInstance();
            }
            case JAVASCRIPT_WITH_SCOPE, END_OF_DOCUMENT ->
                throw CommandFailure.unsupported("The BSON type " + reader.getCurrentBsonType());
        };
    }

    private static List<@Nullable Object> readArray(BsonReader reader) {
        List<@Nullable Object> array = new ArrayList<>();
        reader.readStartArray();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            array.add(readValue(reader));
        }
        reader.readEndArray();
        return array;
    }

    private static Object readBinary(BsonReader reader) {
        BsonBinary binary = reader.readBinaryData();
        return new BinaryValue(binary.getType(), binary.getData()).toValue();
    }

    static void writeDocument(BsonWriter writer, Map<?, ?> document) {
        writer.writeStartDocument();
        for (Map.Entry<?, ?> field : document.entrySet()) {
            writer.writeName((String) field.getKey());
            writeValue(writer, field.getValue());
        }
        writer.writeEndDocument();
    }

    private static void writeValue(BsonWriter writer, @Nullable Object value) {
        switch (value) {
            case null -> writer.writeNull();
            case Missing missing -> writer.writeNull();
            case Double number -> writer.writeDouble(number);
            case String string -> writer.writeString(string);
            case Map<?, ?> document -> writeDocument(writer, document);
            case Collection<?> array -> {
                writer.writeStartArray();
                array.forEach(element -> writeValue(writer, element));
                writer.writeEndArray();
            }
            case ObjectId id -> writer.writeObjectId(new org.bson.types.ObjectId(id.toByteArray()));
            case Boolean bool -> writer.writeBoolean(bool);
            case Instant date -> writer.writeDateTime(date.toEpochMilli());
            case Integer number -> writer.writeInt32(number);
            case Long number -> writer.writeInt64(number);
            case Decimal128 decimal ->
                writer.writeDecimal128(
                        org.bson.types.Decimal128.fromIEEE754BIDEncoding(decimal.getHigh(), decimal.getLow()));
            case BsonTimestamp timestamp -> writer.writeTimestamp(new org.bson.BsonTimestamp(timestamp.getValue()));
            case BsonRegularExpression regex ->
                writer.writeRegularExpression(
                        new org.bson.BsonRegularExpression(regex.getPattern(), regex.getOptions()));
            case BsonJavaScript script -> writer.writeJavaScript(script.getCode());
            case BsonSymbol symbol -> writer.writeSymbol(symbol.getSymbol());
            case BsonDbPointer pointer -> writer.writeDBPointer(pointer);
            case BsonUndefined undefined -> writer.writeUndefined();
            case MinKey minKey -> writer.writeMinKey();
            case MaxKey maxKey -> writer.writeMaxKey();
            default -> {
                BinaryValue binary = BinaryValue.of(value);
                writer.writeBinaryData(new BsonBinary(binary.subtype(), binary.data()));
            }
        }
    }
}

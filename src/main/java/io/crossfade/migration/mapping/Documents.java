package io.crossfade.migration.mapping;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Documents as rows and rows as documents. Both ways are total: one result, or a refusal with its reason. What only the
 * bytes show (a key that stands twice, text that is no Unicode) is found if the document is a {@link RawBsonDocument};
 * a decoded one has lost it.
 */
public final class Documents {

    private Documents() {}

    /** The one row that the document becomes. Missing and null fields become the column's default. */
    public static Row toRow(UnitMapping mapping, BsonDocument given) throws RefusedException {
        BsonDocument document = given instanceof RawBsonDocument raw ? RawDocuments.decode(raw) : given;
        BsonValue id = document.get("_id");
        if (id == null) {
            throw RefusedException.because(RefusalReason.ID_MISSING, "id");
        }
        UUID rowId = Ids.uuid(id);
        List<Column> columns = mapping.columns();
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            BsonValue value = value(columns.get(i), document);
            if (value != null) {
                values[i] = ColumnValues.fromBson(columns.get(i), value);
            }
        }
        Defaults defaults = new Defaults(columns, values, id);
        for (int i = 0; i < values.length; i++) {
            values[i] = defaults.value(i);
            if (values[i] == null && columns.get(i).required()) {
                throw RefusedException.because(
                        RefusalReason.REQUIRED, columns.get(i).name());
            }
        }
        return new Row(rowId, Arrays.asList(values), unmapped(mapping, document));
    }

    /** Under whichever of its names, null if under none. */
    private static @Nullable BsonValue value(Column column, BsonDocument document) throws RefusedException {
        BsonValue value = null;
        for (String field : column.fields()) {
            BsonValue other = document.get(field);
            if (other == null || other.isNull()) {
                continue;
            }
            if (value != null && !value.equals(other)) {
                throw RefusedException.because(RefusalReason.FIELD_CONFLICT, column.name());
            }
            value = other;
        }
        return value;
    }

    /**
     * The document that the row becomes, and that becomes the same row again: a row that none does is refused. Fields whose columns
     * are NULL are left out.
     */
    public static BsonDocument toDocument(UnitMapping mapping, Row row) throws RefusedException {
        BsonDocument document = document(mapping, row);
        List<String> changed = Comparison.differences(mapping, row, toRow(mapping, document));
        if (!changed.isEmpty()) {
            throw RefusedException.because(RefusalReason.NOT_KEPT, changed.getFirst());
        }
        return document;
    }

    private static BsonDocument document(UnitMapping mapping, Row row) throws RefusedException {
        BsonDocument document = new BsonDocument("_id", Ids.bson(row.id()));
        Set<String> fields = fields(mapping);
        for (int i = 0; i < mapping.columns().size(); i++) {
            Object value = row.values().get(i);
            Column column = mapping.columns().get(i);
            boolean isNull = value == null || (column.type() == Column.Type.JSON && value.equals("null"));
            if (isNull && column.orElse() != null) {
                throw RefusedException.because(
                        RefusalReason.NOT_KEPT, column.name(), "in a document null is the column's default");
            }
            if (value != null) {
                document.append(column.field(), ColumnValues.toBson(column, value));
            }
        }
        String unmapped = row.unmapped();
        BsonValue others = unmapped == null ? new BsonDocument() : ExtendedJson.read(unmapped, "unmapped", 1);
        if (!others.isDocument()) {
            throw RefusedException.because(RefusalReason.WRONG_TYPE, "unmapped", "it is no JSON object");
        }
        for (Map.Entry<String, BsonValue> other : others.asDocument().entrySet()) {
            if (fields.contains(other.getKey())) {
                throw RefusedException.because(RefusalReason.FIELD_CONFLICT, "unmapped");
            }
            refuseDollar(other.getKey());
            document.append(other.getKey(), other.getValue());
        }
        return document;
    }

    private static @Nullable String unmapped(UnitMapping mapping, BsonDocument document) throws RefusedException {
        Set<String> fields = fields(mapping);
        BsonDocument others = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            if (!fields.contains(entry.getKey())) {
                refuseDollar(entry.getKey());
                others.append(entry.getKey(), entry.getValue());
            }
        }
        return others.isEmpty() ? null : ExtendedJson.write(others, "unmapped", 1);
    }

    private static void refuseDollar(String field) throws RefusedException {
        if (field.startsWith("$")) {
            throw RefusedException.because(RefusalReason.DOLLAR_FIELD, "unmapped");
        }
    }

    private static Set<String> fields(UnitMapping mapping) {
        Set<String> fields = new HashSet<>(Set.of("_id"));
        mapping.columns().forEach(column -> fields.addAll(column.fields()));
        return fields;
    }

    /** What a missing field becomes; a default taken from another column may itself be a default. */
    private record Defaults(List<Column> columns, @Nullable Object[] values, BsonValue id) {

        @Nullable
        Object value(int index) {
            return value(index, new ArrayList<>());
        }

        private @Nullable Object value(int index, List<Integer> asked) {
            if (values[index] != null || asked.contains(index)) {
                return values[index];
            }
            asked.add(index);
            Column column = columns.get(index);
            return switch (column.orElse()) {
                case null -> null;
                case Column.Origin.IdTime ignored -> idTime();
                case Column.Origin.Of other -> value(indexOf(other.column()), asked);
                case Number number -> column.type() == Column.Type.BIGINT ? (Object) number.longValue() : number;
                case List<?> list -> List.copyOf(list);
                default -> column.orElse();
            };
        }

        private int indexOf(String name) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(name)) {
                    return i;
                }
            }
            throw new IllegalArgumentException("A default is taken from '" + name + "', which is no column");
        }

        private @Nullable Instant idTime() {
            if (!id.isObjectId()) {
                return null;
            }
            ObjectId objectId = id.asObjectId().getValue();
            return objectId.getDate().toInstant();
        }
    }
}

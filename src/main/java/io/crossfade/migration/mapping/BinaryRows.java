package io.crossfade.migration.mapping;

import static java.util.stream.Collectors.joining;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Documents' bytes as rows' bytes in the binary format of COPY, in one pass: the bulk copy's fast path. It says the same as
 * {@link Documents} and refuses what that refuses, or what it is in doubt about, but shares no reading of BSON with it: a
 * verification by the other would find a fault of this one. Not for several threads at once.
 */
public final class BinaryRows {

    private static final int ABSENT = -1;
    private static final int UNMAPPED = -1;

    private final List<Column> columns;
    private final BinaryColumn[] encoders;
    private final int[] fallbacks;
    private final FieldNames fields;
    private final KeyStack keys = new KeyStack();
    private final int[] types;
    private final int[] starts;
    private int[] others = new int[64];
    private int otherCount;
    private int idType;
    private int idStart;

    public BinaryRows(UnitMapping mapping) {
        columns = mapping.columns();
        encoders = columns.stream().map(BinaryColumn::new).toArray(BinaryColumn[]::new);
        fallbacks =
                columns.stream().mapToInt(column -> fallback(columns, column)).toArray();
        fields = new FieldNames(columns);
        types = new int[encoders.length];
        starts = new int[encoders.length];
    }

    /**
     * The columns of a row, {@code id}, the mapping's in order, and {@code unmapped}, each with the type in which it is written,
     * as {@code format_type} names it.
     */
    public static Map<String, String> columnTypes(UnitMapping mapping) {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("id", "uuid");
        mapping.columns().forEach(column -> types.put(column.name(), BinaryColumn.typeName(column.type())));
        types.put("unmapped", "jsonb");
        return types;
    }

    /** The same as a table's definition. */
    public static String columnDefinitions(UnitMapping mapping) {
        return columnTypes(mapping).entrySet().stream()
                .map(column -> '"' + column.getKey() + "\" " + column.getValue())
                .collect(joining(", "));
    }

    /**
     * Appends the row that the document becomes.
     *
     * @throws RefusedException if it becomes none; nothing is appended then
     */
    public void append(byte[] bytes, int offset, int length, CopyBuffer out) throws RefusedException {
        int begin = out.length();
        try {
            index(bytes, offset, length);
            row(bytes, offset + length - 1, out);
        } catch (RefusedException | RuntimeException refused) {
            out.truncate(begin);
            throw refused;
        }
    }

    /** Finds out where each column's value lies, and which fields no column takes. */
    private void index(byte[] bytes, int offset, int length) throws RefusedException {
        int last = offset + length - 1;
        if (length < BsonBytes.LEAST_DOCUMENT || BsonBytes.int32(bytes, offset) != length || bytes[last] != 0) {
            throw BsonBytes.malformed();
        }
        Arrays.fill(types, ABSENT);
        idType = ABSENT;
        otherCount = 0;
        keys.clear();
        int at = offset + 4;
        while (at < last) {
            int type = bytes[at++] & 0xFF;
            int nameEnd = BsonBytes.cstringEnd(bytes, at, last);
            int nameLength = nameEnd - at;
            int hash = KeyStack.hash(bytes, at, nameLength);
            if (!keys.add(bytes, at, nameLength, hash, 0, 0)) {
                throw RefusedException.because(RefusalReason.DUPLICATE_KEY);
            }
            int value = nameEnd + 1;
            int end = BsonBytes.end(bytes, type, value, last);
            int column = fields.find(bytes, at, nameLength, hash);
            if (column >= 0) {
                found(column, bytes, type, value, end);
            } else if (column == FieldNames.ID) {
                idType = type;
                idStart = value;
            } else {
                other(type, at, nameEnd);
            }
            at = end;
        }
        if (at != last) {
            throw BsonBytes.malformed();
        }
    }

    /** A field may be there under several of its names. */
    private void found(int column, byte[] bytes, int type, int start, int end) throws RefusedException {
        if (absent(column)) {
            types[column] = type;
            starts[column] = start;
        } else if (type != BsonBytes.NULL
                && (type != types[column]
                        || !Arrays.equals(bytes, start, end, bytes, starts[column], starts[column] + end - start))) {
            throw RefusedException.because(
                    RefusalReason.FIELD_CONFLICT, columns.get(column).name());
        }
    }

    private void other(int type, int nameStart, int nameEnd) {
        if (otherCount + 3 > others.length) {
            others = Arrays.copyOf(others, 2 * others.length);
        }
        others[otherCount++] = type;
        others[otherCount++] = nameStart;
        others[otherCount++] = nameEnd;
    }

    private void row(byte[] bytes, int last, CopyBuffer out) throws RefusedException {
        out.int16(encoders.length + 2);
        if (idType == ABSENT) {
            throw RefusedException.because(RefusalReason.ID_MISSING, "id");
        }
        if (!BinaryIds.isId(bytes, idType, idStart)) {
            throw RefusedException.because(RefusalReason.ID_TYPE, "id");
        }
        BinaryIds.field(bytes, idType, idStart, "id", out);
        for (int i = 0; i < encoders.length; i++) {
            column(i, bytes, last, out);
        }
        unmapped(bytes, last, out);
    }

    private void column(int index, byte[] bytes, int last, CopyBuffer out) throws RefusedException {
        int from = index;
        for (int steps = 0; absent(from) && fallbacks[from] >= 0 && steps < encoders.length; steps++) {
            from = fallbacks[from];
        }
        boolean written = absent(from)
                ? encoders[from].orElse(bytes, idType, idStart, out)
                : encoders[from].value(bytes, types[from], starts[from], last, out);
        if (!written) {
            if (columns.get(index).required()) {
                throw RefusedException.because(
                        RefusalReason.REQUIRED, columns.get(index).name());
            }
            out.nullField();
        }
    }

    private boolean absent(int column) {
        return types[column] == ABSENT || types[column] == BsonBytes.NULL;
    }

    private void unmapped(byte[] bytes, int last, CopyBuffer out) throws RefusedException {
        if (otherCount == 0) {
            out.nullField();
            return;
        }
        int begin = out.beginField();
        out.int8(BinaryColumn.JSONB_VERSION);
        RelaxedJson json = new RelaxedJson(out);
        json.of(bytes, "unmapped");
        for (int i = 0; i < otherCount; i += 3) {
            if (bytes[others[i + 1]] == '$') {
                throw RefusedException.because(RefusalReason.DOLLAR_FIELD, "unmapped");
            }
            out.int8(i == 0 ? '{' : ',');
            json.name(others[i + 1], others[i + 2]);
            json.value(others[i], others[i + 2] + 1, last, 2);
        }
        out.int8('}');
        out.endField(begin);
    }

    /** The column from which a missing value is taken, if it is. */
    private static int fallback(List<Column> columns, Column column) {
        if (!(column.orElse() instanceof Column.Origin.Of other)) {
            return UNMAPPED;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(other.column())) {
                if (columns.get(i).type() != column.type()) {
                    throw new IllegalArgumentException("Column '" + column.name() + "' takes its default from '"
                            + other.column() + "', which has another type");
                }
                return i;
            }
        }
        throw new IllegalArgumentException(
                "Column '" + column.name() + "' takes its default from '" + other.column() + "', which is no column");
    }

    /** Finds a field's column by the name's bytes. */
    private static final class FieldNames {

        static final int ID = -2;
        private static final int NONE = -1;

        private final byte[][] names;
        private final int[] columns;
        private final int mask;

        FieldNames(List<Column> mapped) {
            int fields =
                    mapped.stream().mapToInt(column -> column.fields().size()).sum();
            int size = Integer.highestOneBit(fields + 1) * 4;
            names = new byte[size][];
            columns = new int[size];
            mask = size - 1;
            put("_id", ID);
            for (int i = 0; i < mapped.size(); i++) {
                for (String field : mapped.get(i).fields()) {
                    put(field, i);
                }
            }
        }

        private void put(String field, int column) {
            byte[] name = field.getBytes(StandardCharsets.UTF_8);
            int slot = KeyStack.hash(name, 0, name.length) & mask;
            while (names[slot] != null) {
                slot = slot + 1 & mask;
            }
            names[slot] = name;
            columns[slot] = column;
        }

        int find(byte[] bytes, int start, int length, int hash) {
            for (int slot = hash & mask; names[slot] != null; slot = slot + 1 & mask) {
                if (Arrays.equals(names[slot], 0, names[slot].length, bytes, start, start + length)) {
                    return columns[slot];
                }
            }
            return NONE;
        }
    }
}

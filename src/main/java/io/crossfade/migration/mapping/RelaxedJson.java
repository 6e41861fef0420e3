package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.BsonBytes.int32;
import static io.crossfade.migration.mapping.BsonBytes.int64;
import static io.crossfade.migration.mapping.BsonBytes.malformed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bson.types.Decimal128;

/**
 * BSON bytes as relaxed Extended JSON v2 in UTF-8, in one walk and without a document in between. Says the same as
 * {@link ExtendedJson} and refuses what that refuses, and also what no driver writes; both are kept apart so that a fault of this
 * one shows.
 */
final class RelaxedJson {

    private static final int OLD_BINARY = 2;
    private static final double LONGS_END = 0x1p63;

    private final JsonText text;
    private final KeyStack keys = new KeyStack();
    private final CopyBuffer out;
    private byte[] bytes = {};
    private String column = "";

    RelaxedJson(CopyBuffer out) {
        this.out = out;
        text = new JsonText(out);
    }

    /** What the next values are a part of. */
    void of(byte[] document, String ofColumn) {
        bytes = document;
        column = ofColumn;
        keys.clear();
    }

    /**
     * @param depth how deep in its document the value stands, the document itself at 1
     * @param limit where the surrounding document ends
     * @return where the value ends
     */
    int value(int type, int at, int limit, int depth) throws RefusedException {
        int end = BsonBytes.end(bytes, type, at, limit);
        switch (type) {
            case BsonBytes.DOUBLE -> number(Double.longBitsToDouble(int64(bytes, at)));
            case BsonBytes.STRING -> string(at, end);
            case BsonBytes.DOCUMENT -> document(at, end, depth);
            case BsonBytes.ARRAY -> array(at, end, depth);
            case BsonBytes.BINARY -> binary(at, end);
            case BsonBytes.UNDEFINED -> out.ascii("{\"$undefined\":true}");
            case BsonBytes.OBJECT_ID -> objectId(at);
            case BsonBytes.BOOLEAN -> bool(bytes[at]);
            case BsonBytes.DATE_TIME -> text.date(int64(bytes, at));
            case BsonBytes.NULL -> out.ascii("null");
            case BsonBytes.REGULAR_EXPRESSION -> regularExpression(at, end);
            case BsonBytes.DB_POINTER -> {
                out.ascii("{\"$dbPointer\":{\"$ref\":");
                string(at, end - BsonBytes.OBJECT_ID_LENGTH);
                out.ascii(",\"$id\":");
                objectId(end - BsonBytes.OBJECT_ID_LENGTH);
                out.ascii("}}");
            }
            case BsonBytes.JAVASCRIPT -> wrapped("{\"$code\":", at, end);
            case BsonBytes.SYMBOL -> wrapped("{\"$symbol\":", at, end);
            case BsonBytes.JAVASCRIPT_WITH_SCOPE -> codeWithScope(at, end, depth);
            case BsonBytes.INT32 -> out.decimal(int32(bytes, at));
            case BsonBytes.TIMESTAMP -> timestamp(int64(bytes, at));
            case BsonBytes.INT64 -> out.decimal(int64(bytes, at));
            case BsonBytes.DECIMAL128 -> decimal(at);
            case BsonBytes.MIN_KEY -> out.ascii("{\"$minKey\":1}");
            case BsonBytes.MAX_KEY -> out.ascii("{\"$maxKey\":1}");
            default -> throw malformed();
        }
        return end;
    }

    /** The name of a field, refused if it would read as a type. Its bytes are checked, and so is that it stands there once. */
    void name(int start, int end) throws RefusedException {
        if (start < end
                && bytes[start] == '$'
                && TypeWrappers.isReserved(new String(bytes, start, end - start, StandardCharsets.UTF_8))) {
            throw RefusedException.because(RefusalReason.AMBIGUOUS_JSON, column);
        }
        text.string(bytes, start, end, column);
        out.int8(':');
    }

    private void document(int at, int end, int depth) throws RefusedException {
        BsonCheck.depth(depth, column);
        int last = end - 1;
        int position = at + 4;
        int level = keys.enter();
        out.int8('{');
        boolean first = true;
        while (position < last) {
            int type = bytes[position++] & 0xFF;
            int nameEnd = BsonBytes.cstringEnd(bytes, position, last);
            int length = nameEnd - position;
            if (!keys.add(bytes, position, length, KeyStack.hash(bytes, position, length), level, depth)) {
                throw RefusedException.because(RefusalReason.DUPLICATE_KEY);
            }
            if (!first) {
                out.int8(',');
            }
            first = false;
            name(position, nameEnd);
            position = value(type, nameEnd + 1, last, depth + 1);
        }
        keys.leave(level);
        terminated(position, last);
        out.int8('}');
    }

    private void array(int at, int end, int depth) throws RefusedException {
        BsonCheck.depth(depth, column);
        int last = end - 1;
        int position = at + 4;
        out.int8('[');
        for (int index = 0; position < last; index++) {
            int type = bytes[position] & 0xFF;
            if (index > 0) {
                out.int8(',');
            }
            position = value(type, BsonBytes.indexEnd(bytes, position + 1, last, index) + 1, last, depth + 1);
        }
        terminated(position, last);
        out.int8(']');
    }

    private void terminated(int position, int last) throws RefusedException {
        if (position != last || bytes[last] != 0) {
            throw malformed();
        }
    }

    private void string(int at, int end) throws RefusedException {
        text.string(bytes, at + 4, end - 1, column);
    }

    private void wrapped(String opening, int at, int end) throws RefusedException {
        out.ascii(opening);
        string(at, end);
        out.int8('}');
    }

    private void codeWithScope(int at, int end, int depth) throws RefusedException {
        int codeEnd = BsonBytes.stringEnd(bytes, at + 4, end);
        out.ascii("{\"$code\":");
        string(at + 4, codeEnd);
        out.ascii(",\"$scope\":");
        if (value(BsonBytes.DOCUMENT, codeEnd, end, depth + 1) != end) {
            throw malformed();
        }
        out.int8('}');
    }

    private void bool(byte value) throws RefusedException {
        if (value != 0 && value != 1) {
            throw malformed();
        }
        out.ascii(value == 0 ? "false" : "true");
    }

    /** JSONB drops an exponent, with it the sign that the number is no long, and the sign of a zero. */
    private void number(double value) {
        if (Math.abs(value) < LONGS_END && value == (long) value) {
            if (value != 0 || Double.doubleToRawLongBits(value) == 0) {
                out.decimal((long) value);
                out.ascii(".0");
            } else {
                out.ascii("{\"$numberDouble\":\"-0.0\"}");
            }
        } else {
            boolean finite = Double.isFinite(value);
            out.ascii(finite ? "" : "{\"$numberDouble\":\"");
            out.ascii(Double.toString(value));
            out.ascii(finite ? "" : "\"}");
        }
    }

    private void decimal(int at) throws RefusedException {
        Decimal128 decimal = Decimal128.fromIEEE754BIDEncoding(int64(bytes, at + 8), int64(bytes, at));
        if (decimal.isFinite()) {
            BsonCheck.decimal(decimal, column);
        }
        out.ascii("{\"$numberDecimal\":\"");
        out.ascii(decimal.toString());
        out.ascii("\"}");
    }

    private void objectId(int at) {
        out.ascii("{\"$oid\":\"");
        text.hex(bytes, at, BsonBytes.OBJECT_ID_LENGTH);
        out.ascii("\"}");
    }

    private void timestamp(long value) {
        out.ascii("{\"$timestamp\":{\"t\":");
        out.decimal(value >>> 32);
        out.ascii(",\"i\":");
        out.decimal(value & 0xFFFFFFFFL);
        out.ascii("}}");
    }

    private void binary(int at, int end) throws RefusedException {
        int subtype = bytes[at + 4] & 0xFF;
        int from = at + 5;
        if (subtype == OLD_BINARY) {
            if (end - from < 4 || int32(bytes, from) != end - from - 4) {
                throw malformed();
            }
            from += 4;
        }
        out.ascii("{\"$binary\":{\"base64\":\"");
        byte[] encoded = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, from, end));
        out.bytes(encoded, 0, encoded.length);
        out.ascii("\",\"subType\":\"");
        out.ascii(HexFormat.of().withUpperCase().toHexDigits((byte) subtype));
        out.ascii("\"}}");
    }

    /** The options in alphabetical order, as every driver writes them. */
    private void regularExpression(int at, int end) throws RefusedException {
        int patternEnd = BsonBytes.cstringEnd(bytes, at, end);
        for (int i = patternEnd + 1; i < end - 1; i++) {
            if (bytes[i] <= bytes[i - 1]) {
                throw malformed();
            }
        }
        out.ascii("{\"$regularExpression\":{\"pattern\":");
        text.string(bytes, at, patternEnd, column);
        out.ascii(",\"options\":");
        text.string(bytes, patternEnd + 1, end - 1, column);
        out.ascii("}}");
    }
}

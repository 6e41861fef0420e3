package io.crossfade.migration.mapping;

import java.math.BigDecimal;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.types.Decimal128;

/** Refuses what JSONB would not hold, or what would not come back from it as it was. */
final class BsonCheck {

    /** MongoDB documents 100 levels and takes up to 200; deeper ones never reach a server. */
    static final int DEEPEST = 200;

    private static final int DECIMAL_DIGITS = 34;

    private final String column;

    BsonCheck(String column) {
        this.column = column;
    }

    void check(BsonValue value, int depth) throws RefusedException {
        switch (value.getBsonType()) {
            case DOCUMENT -> document(value.asDocument(), depth);
            case ARRAY -> array(value.asArray(), depth);
            case STRING -> text(value.asString().getValue());
            case SYMBOL -> text(value.asSymbol().getSymbol());
            case JAVASCRIPT -> text(value.asJavaScript().getCode());
            case JAVASCRIPT_WITH_SCOPE -> {
                text(value.asJavaScriptWithScope().getCode());
                document(value.asJavaScriptWithScope().getScope(), depth + 1);
            }
            case REGULAR_EXPRESSION -> {
                text(value.asRegularExpression().getPattern());
                text(value.asRegularExpression().getOptions());
            }
            case DECIMAL128 -> {
                if (value.asDecimal128().getValue().isFinite()) {
                    decimal(value.asDecimal128().getValue(), column);
                }
            }
            case DB_POINTER -> text(value.asDBPointer().getNamespace());
            default -> {}
        }
    }

    private void document(BsonDocument given, int depth) throws RefusedException {
        depth(depth, column);
        BsonDocument document = given instanceof RawBsonDocument raw ? RawDocuments.decode(raw) : given;
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            text(entry.getKey());
            if (TypeWrappers.isReserved(entry.getKey())) {
                throw RefusedException.because(RefusalReason.AMBIGUOUS_JSON, column);
            }
            check(entry.getValue(), depth + 1);
        }
    }

    private void array(BsonArray array, int depth) throws RefusedException {
        depth(depth, column);
        for (BsonValue element : array) {
            check(element, depth + 1);
        }
    }

    static void depth(int depth, String column) throws RefusedException {
        if (depth > DEEPEST) {
            throw RefusedException.because(RefusalReason.TOO_DEEP, column, "more than " + DEEPEST + " levels");
        }
    }

    private void text(String text) throws RefusedException {
        text(text, column);
    }

    /** The value of a finite decimal; refuses bits that spell more digits than a decimal has. */
    static BigDecimal decimal(Decimal128 value, String column) throws RefusedException {
        BigDecimal exact;
        try {
            exact = value.bigDecimalValue();
        } catch (ArithmeticException negativeZero) {
            exact = BigDecimal.ZERO;
        }
        if (exact.precision() > DECIMAL_DIGITS) {
            throw RefusedException.because(RefusalReason.NUMBER_NOT_REPRESENTABLE, column, "a decimal out of form");
        }
        return exact;
    }

    /** Refuses U+0000 and lone surrogates. */
    static void text(String text, String column) throws RefusedException {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                throw RefusedException.because(RefusalReason.NUL_CHARACTER, column);
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1));
                if (!pair) {
                    throw RefusedException.because(RefusalReason.INVALID_UNICODE, column, "a lone surrogate");
                }
                i++;
            }
        }
    }
}

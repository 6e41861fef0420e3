package io.crossfade.migration.mapping;

import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Refuses what JSONB would not hold, or what would not come back from it as it was. */
final class BsonCheck {

    /** MongoDB documents 100 levels and takes up to 200; deeper ones never reach a server. */
    static final int DEEPEST = 200;

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
            case DB_POINTER -> text(value.asDBPointer().getNamespace());
            default -> {}
        }
    }

    private void document(BsonDocument given, int depth) throws RefusedException {
        tooDeep(depth);
        BsonDocument document = given instanceof RawBsonDocument raw ? RawDocuments.decode(raw) : given;
        boolean dollar = false;
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            text(entry.getKey());
            dollar |= entry.getKey().startsWith("$");
            check(entry.getValue(), depth + 1);
        }
        if (dollar && !ExtendedJson.isUnambiguous(document)) {
            throw RefusedException.because(RefusalReason.AMBIGUOUS_JSON, column);
        }
    }

    private void array(BsonArray array, int depth) throws RefusedException {
        tooDeep(depth);
        for (BsonValue element : array) {
            check(element, depth + 1);
        }
    }

    private void tooDeep(int depth) throws RefusedException {
        if (depth > DEEPEST) {
            throw RefusedException.because(RefusalReason.TOO_DEEP, column, "more than " + DEEPEST + " levels");
        }
    }

    private void text(String text) throws RefusedException {
        text(text, column);
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

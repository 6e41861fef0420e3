package io.crossfade.migration.mapping;

/** Why a document or a row cannot cross. The codes are stored and measured, so they never change. */
public enum RefusalReason {
    ID_MISSING("id-missing", "the document has no _id"),
    ID_TYPE("id-type", "only an ObjectId or a UUID (binary subtype 4) can be an id"),
    ID_EMBEDDED_MARK("id-embedded-mark", "the UUID carries the mark of an embedded ObjectId but was none"),
    WRONG_TYPE("wrong-type", "the column takes another type"),
    REQUIRED("required", "the column must have a value and has no default"),
    NUL_CHARACTER("nul-character", "PostgreSQL holds no U+0000"),
    INVALID_UNICODE("invalid-unicode", "the text is no valid Unicode"),
    TOO_LONG("too-long", "the text is longer than the column"),
    NOT_ALLOWED("not-allowed", "the value is none of those that the column allows"),
    NOT_INTEGRAL("not-integral", "the number is not a whole one"),
    OUT_OF_RANGE("out-of-range", "the number lies outside the column's range"),
    DATE_OUT_OF_RANGE("date-out-of-range", "the other store holds no such date"),
    ELEMENT_TYPE("element-type", "an element of the array has another type"),
    DUPLICATE_KEY("duplicate-key", "a document has the same key twice"),
    AMBIGUOUS_JSON("ambiguous-json", "a key of the document is reserved for a type in Extended JSON"),
    INVALID_JSON("invalid-json", "the text is no Extended JSON"),
    NUMBER_NOT_REPRESENTABLE("number-not-representable", "no number type of the other store holds it exactly"),
    TOO_DEEP("too-deep", "the nesting is deeper than MongoDB allows"),
    MALFORMED("malformed", "the bytes are no BSON document"),
    DOLLAR_FIELD(
            "dollar-field",
            "MongoDB takes no field of a document whose name begins with $ when the document is replaced, so it could not come back"),
    NOT_KEPT("not-kept", "a document does not keep the value, so the row that comes of it would be another"),
    FIELD_CONFLICT(
            "field-conflict",
            "two fields that are one hold different values, or an unmapped one bears the name of a mapped one"),
    ORPHAN("orphan", "the row that it references is in neither store"),
    CONSTRAINT("constraint", "a constraint of the store forbids it");

    private final String code;
    private final String explanation;

    RefusalReason(String code, String explanation) {
        this.code = code;
        this.explanation = explanation;
    }

    /** Stable, for storing and measuring. */
    public String code() {
        return code;
    }

    /** For people: what is wrong, in one clause. */
    public String explanation() {
        return explanation;
    }

    /** @throws IllegalArgumentException if no reason has that code */
    public static RefusalReason ofCode(String code) {
        for (RefusalReason reason : values()) {
            if (reason.code.equals(code)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("'" + code + "' is no refusal reason");
    }
}

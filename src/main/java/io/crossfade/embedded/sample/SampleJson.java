package io.crossfade.embedded.sample;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Nested values without a schema, in the shapes that several versions of a program leave behind. */
final class SampleJson {

    private static final List<String> KEYS = List.of(
            "theme",
            "locale",
            "notes",
            "source",
            "score",
            "items",
            "history",
            "größe",
            "日付",
            "dotted.key",
            "with space",
            "legacy_id",
            "Kind",
            "kind",
            "flags",
            "owner",
            "nested",
            "value",
            "v2",
            "import-batch");

    private SampleJson() {}

    /** A document of some fields, each a value of any type, nested at most so deep. */
    static BsonDocument document(Whim whim, int fields, int depth) {
        BsonDocument document = new BsonDocument();
        for (int i = 0; i < fields; i++) {
            document.put(whim.pick(KEYS), value(whim, depth - 1));
        }
        return document;
    }

    /** A chain of documents and arrays of that depth, as a recursive editor saved it. */
    static BsonDocument chain(Whim whim, int depth) {
        BsonDocument inner = new BsonDocument("leaf", whim.amount(1000));
        for (int i = 0; i < depth; i++) {
            inner = i % 5 == 4
                    ? new BsonDocument("blocks", new BsonArray(List.of(inner, new BsonString(SampleText.word(whim)))))
                    : new BsonDocument("child", inner);
        }
        return inner;
    }

    static BsonArray strings(Whim whim, int count) {
        BsonArray array = new BsonArray();
        for (int i = 0; i < count; i++) {
            array.add(new BsonString(SampleText.words(whim, 2)));
        }
        return array;
    }

    private static BsonValue value(Whim whim, int depth) {
        return switch (whim.below(depth > 0 ? 10 : 8)) {
            case 0 -> whim.whole(whim.below(100_000));
            case 1 -> whim.amount(1_000_000);
            case 2 -> BsonBoolean.valueOf(whim.oneIn(2));
            case 3 -> BsonNull.VALUE;
            case 4 -> new BsonDateTime(whim.time());
            case 5 -> new BsonObjectId(new ObjectId((int) (whim.time() / 1000), whim.below(1 << 24)));
            case 6 -> new BsonInt32(whim.between(-1000, 1000));
            case 7 -> new BsonString(SampleText.words(whim, 3));
            case 8 -> array(whim, depth);
            default -> document(whim, whim.between(0, 4), depth);
        };
    }

    private static BsonArray array(Whim whim, int depth) {
        BsonArray array = new BsonArray();
        for (int i = whim.below(4); i > 0; i--) {
            array.add(value(whim, depth - 1));
        }
        return array;
    }
}

package io.crossfade.embedded.sample;

import java.util.Objects;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What earlier versions of the service and its migrations left in every collection. */
final class Leftovers {

    private Leftovers() {}

    /** Appends fields that no version of today reads. */
    static void add(BsonDocument document, Whim whim, String className) {
        if (whim.oneIn(3)) {
            document.append("_class", new BsonString("com.strattio.domain." + className));
        }
        if (whim.oneIn(4)) {
            document.append("__v", new BsonInt32(whim.below(9)));
        }
        if (whim.oneIn(9)) {
            document.append("legacyId", new BsonInt64(4_000_000_000L + whim.below(1_000_000)));
        }
        if (whim.oneIn(12)) {
            document.append("migratedFromV1", BsonBoolean.valueOf(whim.oneIn(2)));
        }
        if (whim.oneIn(40)) {
            document.append("importedBy", SampleJson.document(whim, 3, 2));
        }
    }

    /** The field under the name that it once had, or under both. */
    static void formerly(BsonDocument document, Whim whim, String field, String former) {
        BsonValue value = document.get(field);
        if (value != null && whim.oneIn(12)) {
            document.append(former, value);
            if (!whim.oneIn(5)) {
                document.remove(field);
            }
        }
    }

    /** The field as it is now, or missing, or null. */
    static void optional(BsonDocument document, Whim whim, String field, BsonValue value) {
        switch (whim.below(8)) {
            case 0 -> {}
            case 1 -> document.append(field, BsonNull.VALUE);
            default -> document.append(field, value);
        }
    }

    /** Both times, or what was kept of them before the service kept both. */
    static void times(BsonDocument document, Whim whim) {
        BsonValue id = Objects.requireNonNull(document.get("_id"));
        long born = SampleIds.born(id, whim);
        if (!SampleIds.tellsTime(id) || !whim.oneIn(10)) {
            document.append("created_at", SampleIds.date(born));
        }
        switch (whim.below(6)) {
            case 0 -> {}
            case 1 -> document.append("updated_at", BsonNull.VALUE).append("modified", whim.timeAfter(born));
            default -> document.append("updated_at", whim.timeAfter(born));
        }
    }
}

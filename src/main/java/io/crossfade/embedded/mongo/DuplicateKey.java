package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** E11000, with the index's pattern and the value in conflict, as MongoDB reports them. */
final class DuplicateKey extends DuplicateKeyError {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Document pattern;
    private final transient Document value;

    private DuplicateKey(MongoCollection<?> collection, String message, Document pattern, Document value) {
        super(collection, message);
        this.pattern = pattern;
        this.value = value;
    }

    static DuplicateKey of(Index<?> index, MongoCollection<?> collection, List<@Nullable Object> values) {
        Document pattern = new Document();
        Document value = new Document();
        List<IndexKey> keys = index.getKeys();
        for (int i = 0; i < keys.size(); i++) {
            pattern.put(keys.get(i).getKey(), keys.get(i).isAscending() ? 1 : -1);
            value.put(keys.get(i).getKey(), values.get(i));
        }
        String described = value.entrySet().stream()
                .map(field -> field.getKey() + ": " + Json.toCompactJsonValue(field.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
        return new DuplicateKey(collection, index.getName() + " dup key: " + described, pattern, value);
    }

    /** Adds what a driver finds beside code and message. */
    void describeTo(Document error) {
        error.append("keyPattern", pattern).append("keyValue", value);
    }
}

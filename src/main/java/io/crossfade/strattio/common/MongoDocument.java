package io.crossfade.strattio.common;

import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Builds a document; a field whose value is null is left out. */
public final class MongoDocument {

    private final BsonDocument document = new BsonDocument();

    private MongoDocument() {}

    public static MongoDocument of(Id id) {
        return new MongoDocument().with("_id", id);
    }

    public MongoDocument with(String field, @Nullable Object value) {
        if (value != null) {
            document.append(field, MongoValues.bson(value));
        }
        return this;
    }

    public BsonDocument bson() {
        return document;
    }
}

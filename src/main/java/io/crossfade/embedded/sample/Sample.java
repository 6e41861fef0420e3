package io.crossfade.embedded.sample;

import org.bson.BsonDocument;

/** The documents of one collection. */
interface Sample {

    String collection();

    int size();

    /** The document of that number, always the same one; in whatever order they are asked for. */
    BsonDocument document(int index);
}

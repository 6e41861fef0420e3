package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One effect on the data, at its position. The documents are the stored ones and never change.
 *
 * @param collection null when the entry concerns the whole database
 */
record OplogEntry(
        long position,
        Instant wallTime,
        String database,
        @Nullable String collection,
        Change change) {

    sealed interface Change {}

    record Insert(@Nullable Object id, Document document) implements Change {}

    /** The images are null unless the collection keeps them. */
    record Update(
            @Nullable Object id,
            Document description,
            @Nullable Document before,
            @Nullable Document after) implements Change {}

    record Replace(
            @Nullable Object id,
            Document document,
            @Nullable Document before) implements Change {}

    record Delete(@Nullable Object id, @Nullable Document before) implements Change {}

    record Drop() implements Change {}

    record Rename(String toDatabase, String toCollection) implements Change {}

    record DropDatabase() implements Change {}
}

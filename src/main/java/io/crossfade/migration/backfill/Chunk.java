package io.crossfade.migration.backfill;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A range of {@code _id}s in BSON order.
 *
 * @param lower the least {@code _id} in it; null: open
 * @param upper the least {@code _id} no longer in it; null: open
 * @param merged whether it was copied already, and waits to be set right
 * @param note the last touched number drawn before it was read, if it is merged
 * @param attempts merges that failed
 */
record Chunk(
        String unit,
        int number,
        @Nullable BsonValue lower,
        @Nullable BsonValue upper,
        boolean merged,
        long note,
        int attempts) {

    @Override
    public String toString() {
        return "chunk " + number + " of '" + unit + "'";
    }
}

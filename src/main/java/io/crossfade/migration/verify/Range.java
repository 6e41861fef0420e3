package io.crossfade.migration.verify;

import io.crossfade.migration.backfill.IdBound;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import java.util.UUID;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A part of one {@link Pass}, and how far it was compared.
 *
 * @param from the least {@code _id} in it; null: the pass's
 * @param to the least {@code _id} no longer in it; null: the pass's
 * @param lastId the last id that was compared; null: none
 */
record Range(
        int number,
        Pass pass,
        @Nullable BsonValue from,
        @Nullable BsonValue to,
        @Nullable BsonValue lastId) {

    static Range of(int number, Pass pass, @Nullable BsonValue from, @Nullable BsonValue to) {
        return new Range(number, pass, from, to, null);
    }

    Range behind(BsonValue id) {
        return new Range(number, pass, from, to, id);
    }

    @Nullable
    BsonValue lower() {
        return from == null ? pass.lower() : from;
    }

    @Nullable
    BsonValue upper() {
        return to == null ? pass.upper() : to;
    }

    /** The place among the rows of an id in a pass that has rows. */
    static UUID sortKey(BsonValue id) {
        if (id.isBinary()) {
            return id.asBinary().asUuid();
        }
        try {
            return Ids.uuid(id);
        } catch (RefusedException impossible) {
            throw new IllegalStateException("An id in a place where rows stand has no UUID", impossible);
        }
    }

    static @Nullable String text(@Nullable BsonValue id) {
        return id == null ? null : IdBound.text(id);
    }

    static @Nullable BsonValue parse(@Nullable String text) {
        return text == null ? null : IdBound.parse(text);
    }
}

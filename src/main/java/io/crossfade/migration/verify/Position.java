package io.crossfade.migration.verify;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How far a walk has come.
 *
 * @param lastId the last id that was looked at, in this pass; null: none
 */
record Position(Pass pass, @Nullable BsonValue lastId) {

    static final Position START = new Position(Pass.values()[0], null);
}

package io.crossfade.strattio;

import io.crossfade.migration.UnitMapping;

/** Whether a unit still stands in MongoDB. Where there is no such bean, every unit does. */
@FunctionalInterface
public interface MongoUse {

    boolean by(UnitMapping unit);
}

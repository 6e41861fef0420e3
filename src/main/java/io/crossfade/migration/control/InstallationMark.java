package io.crossfade.migration.control;

import java.util.UUID;

/**
 * What both stores of an installation hold, and no other store does.
 *
 * @param id made with the pair, by chance
 * @param sourcePlace names the source, whatever its address: a copy of it has another place
 * @param targetPlace likewise the target
 */
record InstallationMark(UUID id, String sourcePlace, String targetPlace) {

    @Override
    public String toString() {
        return "installation " + id;
    }
}

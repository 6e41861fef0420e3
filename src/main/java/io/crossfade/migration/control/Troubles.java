package io.crossfade.migration.control;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What stands in the way of something that is tried again and again: each trouble is told once, until it goes on. */
public final class Troubles {

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Whether it was not told yet. */
    public boolean isNew(String trouble) {
        return told.add(trouble);
    }

    /** It goes on. @return whether there was any trouble */
    public boolean areOver() {
        boolean any = !told.isEmpty();
        told.clear();
        return any;
    }
}

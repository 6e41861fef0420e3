package io.crossfade.torture.load;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** An entity that other keys stand on. It is created once and for all: asked for until one answer says that it is there. */
final class Ground {

    private enum Stand {
        OPEN,
        ASKED,
        THERE
    }

    private final Entity entity;
    private final Map<String, String> fields;
    private final AtomicReference<Stand> stand = new AtomicReference<>(Stand.OPEN);

    Ground(Entity entity, Map<String, String> fields) {
        this.entity = entity;
        this.fields = Map.copyOf(fields);
    }

    Entity entity() {
        return entity;
    }

    /** Whether it is there; if not, and no other thread asks for it now, asks for it. */
    boolean isThere(Requests requests) {
        if (stand.compareAndSet(Stand.OPEN, Stand.ASKED)) {
            stand.set(requests.create(entity, fields).ok() ? Stand.THERE : Stand.OPEN);
        }
        return stand.get() == Stand.THERE;
    }
}

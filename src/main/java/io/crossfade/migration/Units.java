package io.crossfade.migration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All units of a service, parents before the units that reference them. */
public final class Units {

    private final Map<String, UnitMapping> byName = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two units share a name, one references an unknown unit, or references form a circle */
    public Units(Collection<UnitMapping> mappings) {
        List<UnitMapping> waiting = new ArrayList<>(mappings);
        while (!waiting.isEmpty()) {
            List<UnitMapping> ready = waiting.stream()
                    .filter(mapping -> byName.keySet().containsAll(mapping.parents()))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalArgumentException("Units that reference an unknown unit, or each other in a circle: "
                        + waiting.stream().map(UnitMapping::name).toList());
            }
            for (UnitMapping mapping : ready) {
                if (byName.put(mapping.name(), mapping) != null) {
                    throw new IllegalArgumentException("Two units are called '" + mapping.name() + "'");
                }
            }
            waiting.removeAll(ready);
        }
    }

    /** In dependency order: a unit comes after all that it references. */
    public List<UnitMapping> all() {
        return List.copyOf(byName.values());
    }

    /** @throws UnknownUnitException if there is none of that name */
    public UnitMapping get(String name) {
        UnitMapping mapping = byName.get(name);
        if (mapping == null) {
            throw new UnknownUnitException(name, byName.keySet());
        }
        return mapping;
    }

    /** The units whose rows reference rows of this one. */
    public List<UnitMapping> children(String name) {
        return byName.values().stream()
                .filter(mapping -> mapping.parents().contains(name))
                .toList();
    }
}

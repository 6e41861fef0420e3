package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Gives the tags of the engine's own metrics the names by which people know the stores and the phases. */
final class StoreTags implements MeterFilter {

    private static final Set<String> NAMED = Set.of("phase", "to", "store", "replica");

    private final StoreNames names;

    StoreTags(StoreNames names) {
        this.names = names;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith("crossfade.")) {
            return id;
        }
        List<Tag> tags = id.getTags().stream()
                .map(tag -> NAMED.contains(tag.getKey())
                        ? Tag.of(tag.getKey(), names.tag(tag.getValue().toLowerCase(Locale.ROOT)))
                        : tag)
                .toList();
        return id.replaceTags(tags);
    }
}

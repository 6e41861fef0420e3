package io.crossfade.strattio.contract;

import io.crossfade.migration.Router;
import java.util.Collection;
import java.util.function.Supplier;

/** As before the move began: MongoDB does it all. */
public final class SourceRouter implements Router {

    @Override
    public <T> T read(String unit, String operation, String stickyKey, Supplier<T> source, Supplier<T> target) {
        return source.get();
    }

    @Override
    public <T> T write(String unit, Collection<String> keys, Supplier<T> source, Supplier<T> target) {
        return source.get();
    }
}

package io.crossfade.strattio.contract;

import io.crossfade.strattio.common.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads a list to its end, page by page. */
final class Pages {

    private Pages() {}

    static <T> List<T> all(Function<String, Page<T>> page) {
        List<T> all = new ArrayList<>();
        String after = null;
        do {
            Page<T> next = page.apply(after);
            all.addAll(next.items());
            after = next.next();
        } while (after != null);
        return all;
    }
}

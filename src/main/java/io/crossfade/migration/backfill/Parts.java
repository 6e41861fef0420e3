package io.crossfade.migration.backfill;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;

/** Divides ids that come in order, however many there are, and holds a thousand of them at most: every so-many-th. */
final class Parts {

    private static final int MOST_HELD = 1_000;

    /** Of a chunk that is far too large no part has more documents than this, if that many parts can be made. */
    private static final int MOST_DOCUMENTS = 5_000;

    private final List<BsonValue> held = new ArrayList<>();
    private long documents;
    private long every = 1;

    void next(BsonValue id) {
        if (documents % every == 0) {
            if (held.size() == MOST_HELD) {
                thin();
            }
            held.add(id);
        }
        documents++;
    }

    private void thin() {
        every *= 2;
        for (int i = 0; i < MOST_HELD / 2; i++) {
            held.set(i, held.get(2 * i));
        }
        held.subList(MOST_HELD / 2, MOST_HELD).clear();
    }

    long documents() {
        return documents;
    }

    /** The first id of each part but the first one, in order; at least one if there are two ids. */
    List<BsonValue> bounds() {
        int count = (int) Math.min(Math.max(2, documents / MOST_DOCUMENTS), held.size());
        List<BsonValue> bounds = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            bounds.add(held.get((int) ((long) i * held.size() / count)));
        }
        return bounds;
    }
}

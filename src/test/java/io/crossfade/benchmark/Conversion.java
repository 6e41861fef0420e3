package io.crossfade.benchmark;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.BinaryRows;
import io.crossfade.migration.mapping.CopyBuffer;
import io.crossfade.migration.mapping.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.bson.RawBsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Documents in memory through one core, in MB of BSON per second. */
final class Conversion {

    private static final int DOCUMENTS = 20_000;
    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private final List<RawBsonDocument> documents = new ArrayList<>();
    private final BinaryRows rows;
    private final CopyBuffer buffer = new CopyBuffer(1 << 20);
    private final int repeats;
    private long bytes;
    private int sink;

    Conversion(Stores stores, UnitMapping mapping, int repeats) {
        this.repeats = repeats;
        rows = new BinaryRows(mapping);
        for (RawBsonDocument document : stores.source
                .getCollection(mapping.collection(), RawBsonDocument.class)
                .find()
                .limit(DOCUMENTS)) {
            documents.add(document);
            bytes += document.getByteLength();
        }
    }

    double walk() {
        return measure(document ->
                BareWalk.elements(document.getBackingArray(), document.getByteOffset(), document.getByteLength()));
    }

    double toJson() {
        return measure(document -> document.toJson(RELAXED).length());
    }

    double toRows() {
        return measure(document -> {
            try {
                buffer.reset(1 << 20);
                rows.append(document.getBackingArray(), document.getByteOffset(), document.getByteLength(), buffer);
                return buffer.length();
            } catch (RefusedException refused) {
                throw new IllegalStateException(refused);
            }
        });
    }

    /** The best of several rounds: what disturbs one can only make it slower. */
    private double measure(ToIntFunction<RawBsonDocument> work) {
        double best = 0;
        for (int round = 0; round < repeats; round++) {
            long start = System.nanoTime();
            for (RawBsonDocument document : documents) {
                sink += work.applyAsInt(document);
            }
            best = Math.max(best, bytes / 1e6 / ((System.nanoTime() - start) / 1e9));
        }
        return best;
    }

    /** What was computed, so that it had to be. */
    int sink() {
        return sink;
    }
}

package io.crossfade.migration.backfill;

import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.BinaryRows;
import io.crossfade.migration.mapping.CopyBuffer;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.RefusedException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Looks a unit over before its first chunk: counters, seeks in the index of {@code _id}, and a sample; never all documents. */
final class Inspection {

    private static final int SAMPLE = 1_000;
    private static final long SAMPLE_BYTES = 32L << 20;
    private static final long LIMIT_SECONDS = 30;
    private static final String LOCAL = "local";
    private static final String OPLOG = "oplog.rs";

    private static final String TEXT = "string";

    /** The types that an id may have, in the source's order, each with the least value that it may have. */
    private static final Map<String, BsonValue> ID_TYPES = new LinkedHashMap<>();

    static {
        ID_TYPES.put("null", BsonNull.VALUE);
        ID_TYPES.put("number", new BsonDouble(Double.NaN));
        ID_TYPES.put(TEXT, new BsonString(""));
        ID_TYPES.put("document", new BsonDocument());
        ID_TYPES.put("binary", new BsonBinary(new byte[0]));
        ID_TYPES.put("objectId", new BsonObjectId(new ObjectId(new byte[12])));
        ID_TYPES.put("boolean", BsonBoolean.FALSE);
        ID_TYPES.put("date", new BsonDateTime(Long.MIN_VALUE));
        ID_TYPES.put("timestamp", new BsonTimestamp(0));
    }

    private final MongoClient client;
    private final MongoDatabase database;
    private final SourceChunks source;
    private final SourceSample sample;
    private final Runs runs;
    private final Chunks chunks;
    private final Clock clock;
    private final Assumptions assumptions;

    /**
     * What nobody can be asked.
     *
     * @param bytesPerSecond of documents that a first copy takes over
     * @param freeBytes where the target keeps its data; null if not said
     */
    record Assumptions(long bytesPerSecond, @Nullable Long freeBytes) {}

    Inspection(
            MongoClient client,
            MongoDatabase database,
            SourceChunks source,
            SourceSample sample,
            Runs runs,
            Chunks chunks,
            Clock clock,
            Assumptions assumptions) {
        this.client = client;
        this.database = database;
        this.source = source;
        this.sample = sample;
        this.runs = runs;
        this.chunks = chunks;
        this.clock = clock;
        this.assumptions = assumptions;
    }

    Preflight inspect(UnitMapping mapping, Runs.Run run) throws Exception {
        SourceSample.Size size = sample.size(mapping);
        Mapped mapped = map(mapping, size);
        List<String> idTypes = idTypes(mapping);
        long estimated = estimate(size, run);
        Long oplog = oplogSeconds();
        long targetBytes = mapped.bytes == 0 ? 0 : (long) ((double) size.bytes() / mapped.bytes * mapped.rowBytes);
        return new Preflight(
                clock.instant(),
                size.documents(),
                size.bytes(),
                idTypes,
                idTypes.contains(TEXT) ? textIds(mapping) : Long.valueOf(0),
                estimated,
                oplog,
                targetBytes,
                assumptions.freeBytes(),
                mapped.documents,
                mapped.refusals,
                mapped.failure,
                refusal(estimated, oplog, targetBytes, runs.targetBytesOfOthers(mapping.name())),
                null);
    }

    /** In seconds. It goes no faster than its limits allow. */
    private long estimate(SourceSample.Size size, Runs.Run run) throws SQLException {
        double seconds = size.bytes() / chunks.bytesPerSecond().orElse(assumptions.bytesPerSecond());
        if (run.bytesPerSecond() != null) {
            seconds = Math.max(seconds, (double) size.bytes() / run.bytesPerSecond());
        }
        if (run.rowsPerSecond() != null) {
            seconds = Math.max(seconds, (double) size.documents() / run.rowsPerSecond());
        }
        return (long) Math.ceil(seconds);
    }

    private @Nullable String refusal(long estimated, @Nullable Long oplog, long targetBytes, long others) {
        Long freeBytes = assumptions.freeBytes();
        if (oplog != null && estimated > oplog) {
            return "the copy is expected to take " + estimated + " s and the oplog reaches back " + oplog
                    + " s only; enlarge the oplog and resume";
        }
        if (freeBytes != null && targetBytes + others > freeBytes) {
            return "the rows will take " + targetBytes + " bytes without their indexes"
                    + (others == 0 ? "" : ", those of the other copies under way " + others) + " and " + freeBytes
                    + " are free; make room and resume";
        }
        return null;
    }

    /** Each by a seek to its place in the index. */
    private List<String> idTypes(UnitMapping mapping) throws Exception {
        List<String> types = new ArrayList<>();
        String type = "other";
        BsonValue from = null;
        for (Map.Entry<String, BsonValue> next : ID_TYPES.entrySet()) {
            if (source.isAny(mapping, from, next.getValue())) {
                types.add(type);
            }
            type = next.getKey();
            from = next.getValue();
        }
        if (source.isAny(mapping, from, null)) {
            types.add(type);
        }
        return types;
    }

    /** By the index of {@code _id}; null if it takes too long. */
    private @Nullable Long textIds(UnitMapping mapping) {
        try {
            return database.getCollection(mapping.collection())
                    .withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .countDocuments(Filters.type("_id", BsonType.STRING));
        } catch (MongoException failed) {
            return null;
        }
    }

    private static final class Mapped {
        private final Map<String, Integer> refusals = new TreeMap<>();
        private int documents;
        private long bytes;
        private long rowBytes;
        private @Nullable String failure;
    }

    private Mapped map(UnitMapping mapping, SourceSample.Size size) {
        long average = Math.max(1, size.bytes() / Math.max(1, size.documents()));
        int count = (int) Math.clamp(SAMPLE_BYTES / average, 10, SAMPLE);
        Mapped mapped = new Mapped();
        try {
            map(mapping, count, mapped);
        } catch (MongoException failed) {
            mapped.failure = Failure.of(failed).code();
        }
        return mapped;
    }

    private void map(UnitMapping mapping, int count, Mapped mapped) {
        BinaryRows rows = new BinaryRows(mapping);
        CopyBuffer buffer = new CopyBuffer(1 << 16);
        for (RawBsonDocument document : database.getCollection(mapping.collection(), RawBsonDocument.class)
                .withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .aggregate(List.of(Aggregates.sample(count)))) {
            mapped.documents++;
            try {
                Documents.toRow(mapping, document);
                rows.append(document.getBackingArray(), document.getByteOffset(), document.getByteLength(), buffer);
                mapped.bytes += document.getByteLength();
                mapped.rowBytes += buffer.length();
                buffer.reset(1 << 16);
            } catch (RefusedException refused) {
                String column = refused.column();
                mapped.refusals.merge(refused.reason().code() + (column == null ? "" : " " + column), 1, Integer::sum);
            }
        }
    }

    /**
     * From the oldest entry to the newest, or as long as it will be once the oplog is full, if that has yet to be. Null where the
     * user may not read the oplog.
     */
    private @Nullable Long oplogSeconds() {
        try {
            BsonDocument first = oplogEnd(1);
            BsonDocument last = oplogEnd(-1);
            if (first == null || last == null) {
                return null;
            }
            long seconds = (long) last.getTimestamp("ts").getTime()
                    - first.getTimestamp("ts").getTime();
            BsonDocument stats = client.getDatabase(LOCAL)
                    .withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .runCommand(new BsonDocument("collStats", new BsonString(OPLOG)), BsonDocument.class);
            return (long) (seconds * timesUntilFull(stats));
        } catch (MongoException denied) {
            return null;
        }
    }

    static double timesUntilFull(BsonDocument stats) {
        double held = SourceSample.number(stats, "size");
        return held == 0 ? 1 : Math.max(1, SourceSample.number(stats, "maxSize") / held);
    }

    private @Nullable BsonDocument oplogEnd(int direction) {
        return client.getDatabase(LOCAL)
                .getCollection(OPLOG, BsonDocument.class)
                .withReadPreference(ReadPreference.primary())
                .withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .find()
                .sort(new BsonDocument("$natural", new BsonInt32(direction)))
                .projection(new BsonDocument("ts", new BsonInt32(1)))
                .first();
    }
}

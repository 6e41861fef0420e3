package io.crossfade.migration.sync;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.MongoFailures;
import io.crossfade.migration.control.Pipeline;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonMaximumSizeExceededException;

/** One attempt to make documents equal to rows. {@link #documents()} tells afterwards what it tried to write. */
final class ToSource {

    static final int DUPLICATE_KEY = 11000;

    private static final int TOO_LARGE = 10334;

    private final UnitMapping mapping;
    private final SourceReads reads;
    private final Quarantine quarantine;
    private final long mostBytes;
    private final Map<String, BsonDocument> documents = new HashMap<>();

    /** @param mostBytes of several rows, or documents, that are read at once */
    ToSource(UnitMapping mapping, SourceReads reads, Quarantine quarantine, long mostBytes) {
        this.mapping = mapping;
        this.mostBytes = mostBytes;
        this.reads = reads;
        this.quarantine = quarantine;
    }

    /** MongoDB refused a document. */
    static final class SourceRefusedException extends RuntimeException {

        private final int code;

        SourceRefusedException(int code) {
            super("The source refused a document: error " + code);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    Map<String, BsonDocument> documents() {
        return documents;
    }

    /**
     * @param clear documents to delete first because they stand in each other's way under a unique index; all of them are
     *     among the keys, and all are in the outbox already
     * @param aside keys known from an earlier attempt to be refused, which are not tried again
     */
    SyncResult run(
            SyncTransaction.Locked locked,
            SourceWrites.Running writes,
            Collection<String> keys,
            Set<String> clear,
            Map<String, Refusal> aside)
            throws SQLException {
        Map<UUID, Row> rows = new PostgresRows(mapping)
                .select(locked.connection(), Outbox.uuids(keys), mostBytes)
                .orElseThrow(TooMuchAtOnceException::new);
        Map<String, Refusal> refused = strangers(keys);
        for (Row row : rows.values()) {
            String key = Ids.text(row.id());
            try {
                documents.put(key, Documents.toDocument(mapping, row));
            } catch (RefusedException refusal) {
                refused.put(key, Refusal.of(refusal));
            }
        }
        List<String> gone = new ArrayList<>(clear);
        gone.removeAll(refused.keySet());
        List<WriteModel<BsonDocument>> replacements = new ArrayList<>();
        for (String key : keys) {
            BsonDocument document = documents.get(key);
            if (refused.containsKey(key)) {
                continue;
            }
            if (document == null) {
                // A key whose id no row can bear is here only if its document is gone already, and a filter for it may
                // match others.
                if (isRowsKey(key)) {
                    gone.add(key);
                }
            } else if (aside.containsKey(key)) {
                refused.put(key, aside.get(key));
            } else {
                replacements.add(new ReplaceOneModel<>(
                        Filters.eq("_id", Ids.bson(key)), document, new ReplaceOptions().upsert(true)));
            }
        }
        apply(writes, gone, replacements);
        quarantine.put(locked.connection(), mapping.name(), refused, Map.of());
        return locked.end(new Pipeline(), keys, refused.keySet());
    }

    private static boolean isRowsKey(String key) {
        try {
            Ids.uuid(key);
            return true;
        } catch (RefusedException stranger) {
            return false;
        }
    }

    /** Documents whose {@code _id} no row can bear. Another hand wrote them here; they are set aside, not deleted. */
    private Map<String, Refusal> strangers(Collection<String> keys) {
        Map<String, Refusal> strangers = new TreeMap<>();
        for (String key : keys) {
            try {
                Ids.uuid(key);
            } catch (RefusedException refused) {
                strangers.put(key, Refusal.of(refused));
            }
        }
        if (!strangers.isEmpty()) {
            strangers
                    .keySet()
                    .retainAll(
                            reads.read(mapping, strangers.keySet(), mostBytes).keySet());
        }
        return strangers;
    }

    private void apply(SourceWrites.Running writes, List<String> gone, List<WriteModel<BsonDocument>> replacements) {
        List<WriteModel<BsonDocument>> models = new ArrayList<>();
        gone.forEach(key -> models.add(new DeleteOneModel<>(Filters.eq("_id", Ids.bson(key)))));
        models.addAll(replacements);
        if (models.isEmpty()) {
            return;
        }
        try {
            writes.apply(mapping, models);
        } catch (MongoBulkWriteException refused) {
            if (refused.getWriteConcernError() != null
                    || refused.getWriteErrors().isEmpty()) {
                throw refused;
            }
            BulkWriteError first = refused.getWriteErrors().getFirst();
            if (MongoFailures.isPassing(first.getCode())) {
                throw refused;
            }
            throw new SourceRefusedException(first.getCode());
        } catch (BsonMaximumSizeExceededException tooLarge) {
            throw new SourceRefusedException(TOO_LARGE);
        }
    }
}

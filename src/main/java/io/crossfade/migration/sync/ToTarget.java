package io.crossfade.migration.sync;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.Pipeline;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonDocument;

/** One attempt to make rows equal to documents. {@link #rows()} tells afterwards what it tried to write. */
final class ToTarget {

    private final UnitMapping mapping;
    private final SourceReads reads;
    private final Quarantine quarantine;
    private final long mostBytes;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** @param mostBytes of several documents that are read at once */
    ToTarget(UnitMapping mapping, SourceReads reads, Quarantine quarantine, long mostBytes) {
        this.mapping = mapping;
        this.mostBytes = mostBytes;
        this.reads = reads;
        this.quarantine = quarantine;
    }

    Map<String, Row> rows() {
        return rows;
    }

    /** @param aside keys known from an earlier attempt to be refused by the store, which are not tried again */
    SyncResult run(SyncTransaction.Locked locked, Collection<String> keys, Map<String, Refusal> aside)
            throws SQLException {
        Map<String, BsonDocument> documents = reads.read(mapping, keys, mostBytes);
        Map<String, Refusal> refused = new TreeMap<>();
        List<String> gone = new ArrayList<>();
        for (String key : keys) {
            BsonDocument document = documents.get(key);
            if (document == null) {
                gone.add(key);
            } else if (aside.containsKey(key)) {
                refused.put(key, aside.get(key));
            } else {
                try {
                    rows.put(key, Documents.toRow(mapping, document));
                } catch (RefusedException refusal) {
                    refused.put(key, Refusal.of(refusal));
                }
            }
        }
        Pipeline last = new Pipeline();
        write(locked.connection(), gone, last);
        quarantine.put(locked.connection(), mapping.name(), refused, documents);
        // Deferred violations are to show now, not as a COMMIT of unknown outcome.
        last.add("SET CONSTRAINTS ALL IMMEDIATE");
        return locked.end(last, keys, refused.keySet());
    }

    /** One key's row goes with the last statements; many go in batches of their own. */
    private void write(Connection connection, List<String> gone, Pipeline last) throws SQLException {
        PostgresRows table = new PostgresRows(mapping);
        List<UUID> ids = Outbox.uuids(gone);
        if (ids.size() + rows.size() > 1) {
            table.delete(connection, ids);
            table.upsert(connection, rows.values());
            return;
        }
        for (UUID id : ids) {
            last.add(table.deleteSql(), id);
        }
        for (Row row : rows.values()) {
            last.add(table.upsertSql(), table.values(connection, row));
        }
    }
}

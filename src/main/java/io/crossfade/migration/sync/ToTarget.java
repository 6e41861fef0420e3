package io.crossfade.migration.sync;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.migration.mapping.RedactedSqlException;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
    SyncResult run(Connection connection, FenceRow fence, Collection<String> keys, Map<String, Refusal> aside)
            throws SQLException {
        if (fence.recording()) {
            touch(connection, keys);
        }
        List<Long> entries = Outbox.entries(connection, mapping.name(), keys);
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
        PostgresRows table = new PostgresRows(mapping);
        table.delete(connection, Outbox.uuids(gone));
        table.upsert(connection, rows.values());
        try (Statement check = connection.createStatement()) {
            // Deferred violations are to show now, not as a COMMIT of unknown outcome.
            check.execute("SET CONSTRAINTS ALL IMMEDIATE");
        } catch (SQLException broken) {
            throw RedactedSqlException.of("sync of " + mapping.name(), broken);
        }
        quarantine.put(connection, mapping.name(), refused, documents);
        TreeSet<String> equal = new TreeSet<>(keys);
        equal.removeAll(refused.keySet());
        quarantine.remove(connection, mapping.name(), equal);
        Outbox.delete(connection, entries);
        return new SyncResult(equal.size(), refused.keySet());
    }

    /** First of all writes: it gives the transaction its id, by which a backfill knows that it runs. */
    private void touch(Connection connection, Collection<String> keys) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO crossfade.touched (unit, key) SELECT ?, unnest(?::text[])")) {
            insert.setString(1, mapping.name());
            insert.setArray(2, connection.createArrayOf("text", keys.toArray()));
            insert.executeUpdate();
        }
    }
}

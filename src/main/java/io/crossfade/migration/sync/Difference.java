package io.crossfade.migration.sync;

import io.crossfade.migration.Side;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.mapping.Comparison;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * How a key differs between the stores, seen from the authority.
 *
 * @param columns the differing columns, or the one that refuses; names only
 */
public record Difference(String key, Kind kind, List<String> columns) {

    /** The ways in which a key can differ. */
    public enum Kind {
        /** The authority has it, the other store has not. */
        MISSING,
        /** The other store has it, the authority has not. */
        EXTRA,
        DIFFERENT,
        /** The document is none that the mapping can turn into a row. */
        UNMAPPABLE
    }

    static Optional<Difference> of(
            UnitMapping mapping, Connection connection, FenceRow fence, SourceReads reads, String key)
            throws SQLException {
        return among(mapping, connection, fence, reads, List.of(key), Long.MAX_VALUE).stream()
                .findFirst();
    }

    /**
     * Those of the keys that differ.
     *
     * @param mostBytes as in {@link SourceReads#read}
     */
    static List<Difference> among(
            UnitMapping mapping,
            Connection connection,
            FenceRow fence,
            SourceReads reads,
            Collection<String> keys,
            long mostBytes)
            throws SQLException {
        Map<String, BsonDocument> documents = reads.read(mapping, keys, mostBytes);
        Map<String, Row> rows = new HashMap<>();
        new PostgresRows(mapping)
                .select(connection, Outbox.uuids(keys))
                .values()
                .forEach(row -> rows.put(Ids.text(row.id()), row));
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            between(mapping, fence.phase().authority(), key, documents.get(key), rows.get(key))
                    .ifPresent(differences::add);
        }
        return differences;
    }

    private static Optional<Difference> between(
            UnitMapping mapping, Side authority, String key, @Nullable BsonDocument document, @Nullable Row row) {
        if (document == null || row == null) {
            return absent(key, document, row, authority);
        }
        try {
            List<String> columns = Comparison.differences(mapping, Documents.toRow(mapping, document), row);
            return columns.isEmpty() ? Optional.empty() : Optional.of(new Difference(key, Kind.DIFFERENT, columns));
        } catch (RefusedException refused) {
            return Optional.of(unmappable(key, refused));
        }
    }

    private static Optional<Difference> absent(
            String key, @Nullable BsonDocument document, @Nullable Row row, Side authority) {
        if (document == null && row == null) {
            return Optional.empty();
        }
        boolean authorityHasIt = (document != null) == (authority == Side.SOURCE);
        return Optional.of(new Difference(key, authorityHasIt ? Kind.MISSING : Kind.EXTRA, List.of()));
    }

    private static Difference unmappable(String key, RefusedException refused) {
        String column = refused.column();
        return new Difference(key, Kind.UNMAPPABLE, column == null ? List.of() : List.of(column));
    }
}

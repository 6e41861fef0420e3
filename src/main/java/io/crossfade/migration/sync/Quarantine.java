package io.crossfade.migration.sync;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.Pipeline;
import io.crossfade.migration.control.QuarantineCount;
import io.crossfade.migration.mapping.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What could not be moved. An entry leaves by itself when its key is synced, whoever syncs it. */
public final class Quarantine implements QuarantineCount {

    private static final Pattern PLACE = Pattern.compile("[0-9a-f]{32}");

    private final DataSource dataSource;

    private final SealedDocuments documents;

    /** Keeps no document. */
    public Quarantine(DataSource dataSource) {
        this(dataSource, new SealedDocuments(null));
    }

    Quarantine(DataSource dataSource, SealedDocuments documents) {
        this.dataSource = dataSource;
        this.documents = documents;
    }

    /** @param column the column at fault, if one is */
    public record Entry(
            String unit,
            String key,
            String reason,
            @Nullable String column,
            @Nullable String detail,
            Instant firstSeen,
            Instant lastSeen,
            int attempts) {

        public Entry withKey(String other) {
            return new Entry(unit, other, reason, column, detail, firstSeen, lastSeen, attempts);
        }
    }

    @Override
    public long count(String unit) throws SQLException {
        return countByReason(unit).values().stream().mapToLong(Long::longValue).sum();
    }

    public Map<String, Long> countByReason(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT reason, count(*) FROM crossfade.quarantine WHERE unit = ? GROUP BY reason")) {
            select.setString(1, unit);
            Map<String, Long> counts = new TreeMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
            return counts;
        }
    }

    /**
     * In no order that means anything: that of the keys' digests, by which they are found.
     *
     * @param after the last key of the page before, or its {@linkplain #place place}; null for the first page
     */
    public List<Entry> list(String unit, @Nullable String after, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT unit, key, reason, column_name, detail, first_seen, last_seen,"
                                + " attempts FROM crossfade.quarantine WHERE unit = ? AND md5(key) > coalesce(?, '') ORDER BY md5(key) LIMIT ?")) {
            select.setString(1, unit);
            select.setString(2, after == null || PLACE.matcher(after).matches() ? after : place(after));
            select.setInt(3, limit);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Entry(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getTimestamp(6).toInstant(),
                            rows.getTimestamp(7).toInstant(),
                            rows.getInt(8)));
                }
            }
            return entries;
        }
    }

    /**
     * Keys that were set aside for one of these reasons and are to be tried again now: after a while that doubles with each attempt,
     * those that have waited longest first.
     *
     * @param first how long after the first attempt
     * @param longest most that is waited between two attempts
     */
    public List<String> due(String unit, Collection<String> reasons, Duration first, Duration longest, int limit)
            throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT key FROM crossfade.quarantine WHERE unit = ? AND reason = ANY (?) AND last_seen <= now()"
                                + " - least(? * power(2, least(attempts - 1, 30)), ?) * interval '1 millisecond'"
                                + " ORDER BY last_seen LIMIT ?")) {
            select.setString(1, unit);
            select.setArray(2, connection.createArrayOf("text", reasons.toArray()));
            select.setLong(3, first.toMillis());
            select.setLong(4, longest.toMillis());
            select.setInt(5, limit);
            List<String> keys = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
            }
            return keys;
        }
    }

    /** Whether the key stands there for that reason. */
    boolean isSetAside(String unit, String key, String reason) throws SQLException {
        return reason(unit, key).filter(reason::equals).isPresent();
    }

    /** Where a key stands in the list, which says nothing of the key. */
    public static String place(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has MD5", impossible);
        }
    }

    /**
     * A key as it stands in the quarantine.
     *
     * @throws IllegalArgumentException if it is no key
     */
    public static String canonical(String key) {
        return Ids.text(Ids.bson(key));
    }

    /** Why the key is set aside; empty if it is not. */
    public Optional<String> reason(String unit, String key) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT reason FROM crossfade.quarantine WHERE unit = ? AND key = ?")) {
            select.setString(1, unit);
            select.setString(2, key);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /**
     * The document as it was when it was last refused; empty if it was not kept.
     *
     * @throws IllegalStateException if it was kept with another key
     */
    public Optional<BsonDocument> document(String unit, String key) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT document FROM crossfade.quarantine WHERE unit = ? AND key = ?")) {
            select.setString(1, unit);
            select.setString(2, key);
            try (ResultSet rows = select.executeQuery()) {
                byte[] sealed = rows.next() ? rows.getBytes(1) : null;
                return sealed == null ? Optional.empty() : Optional.of(documents.open(unit, key, sealed));
            }
        }
    }

    /**
     * The document as a person may see it: canonical Extended JSON without the values of secret columns and unmapped fields. It is
     * personal data, and must not be logged.
     *
     * @param field the unmapped field whose value is to be shown all the same, or null
     * @throws IllegalStateException if it was kept with another key
     * @throws IllegalArgumentException if it has no such field, or it is a secret one
     */
    public Optional<String> readable(UnitMapping mapping, String key, @Nullable String field) throws SQLException {
        return document(mapping.name(), key).map(document -> ReadableDocument.of(mapping, document, field));
    }

    /**
     * Sets keys aside, in the transaction that holds their locks.
     *
     * @param given their documents, where there are any
     */
    void put(Connection connection, String unit, Map<String, Refusal> refusals, Map<String, BsonDocument> given)
            throws SQLException {
        if (refusals.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO crossfade.quarantine AS q (unit, key, reason, column_name, detail, document)"
                        + " VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (unit, md5(key)) DO UPDATE SET reason = excluded.reason,"
                        + " column_name = excluded.column_name, detail = excluded.detail, document = excluded.document, last_seen = now(),"
                        + " attempts = q.attempts + 1")) {
            for (Map.Entry<String, Refusal> refusal : new TreeMap<>(refusals).entrySet()) {
                insert.setString(1, unit);
                insert.setString(2, refusal.getKey());
                insert.setString(3, refusal.getValue().reason());
                insert.setString(4, refusal.getValue().column());
                insert.setString(5, refusal.getValue().detail());
                insert.setBytes(6, documents.seal(unit, refusal.getKey(), given.get(refusal.getKey())));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** @param aside gets those of the keys that are set aside; under their locks that stays so */
    static void read(Pipeline pipeline, String unit, Collection<String> keys, Set<String> aside) {
        pipeline.each(
                "SELECT key FROM crossfade.quarantine WHERE unit = ? AND key = ANY (?)",
                row -> aside.add(row.getString(1)),
                unit,
                keys.toArray(String[]::new));
    }

    /** Lets keys go that are equal in both stores now. */
    static void remove(Pipeline pipeline, String unit, Collection<String> keys) {
        if (!keys.isEmpty()) {
            pipeline.add(
                    "DELETE FROM crossfade.quarantine WHERE unit = ? AND key = ANY (?)",
                    unit,
                    keys.toArray(String[]::new));
        }
    }
}

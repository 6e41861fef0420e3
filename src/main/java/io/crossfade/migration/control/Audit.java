package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Who did what to a unit, when, why, and what came of it. Entries are only ever added. */
public final class Audit {

    private final DataSource dataSource;

    public Audit(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @param id grows with time; 0 before it is written
     * @param action a stable word: move, percent, take-over, drop, backfill, verification, quarantine
     * @param outcome done, refused, failed or undone
     * @param detail what was seen, without any value of the data
     */
    public record Entry(
            long id,
            Instant at,
            String unit,
            String action,
            @Nullable Phase from,
            @Nullable Phase to,
            @Nullable Integer percent,
            @Nullable Long epoch,
            String actor,
            @Nullable String reason,
            String outcome,
            @Nullable String detail) {

        /** An action that is no move. */
        public static Entry of(String unit, String action, String actor, @Nullable String reason, String outcome) {
            return new Entry(0, Instant.EPOCH, unit, action, null, null, null, null, actor, reason, outcome, null);
        }
    }

    public void write(Entry entry) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            write(connection, entry);
        }
    }

    /** Writes in the transaction of what it tells of. */
    void write(Connection connection, Entry entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO crossfade.audit (unit, action, from_phase, to_phase, percent, epoch, actor, reason, outcome,"
                        + " detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, jsonb_build_object('seen', ?::text))")) {
            insert.setString(1, entry.unit());
            insert.setString(2, entry.action());
            insert.setString(3, entry.from() == null ? null : entry.from().code());
            insert.setString(4, entry.to() == null ? null : entry.to().code());
            insert.setObject(5, entry.percent());
            insert.setObject(6, entry.epoch());
            insert.setString(7, entry.actor());
            insert.setString(8, entry.reason());
            insert.setString(9, entry.outcome());
            insert.setString(10, entry.detail());
            insert.executeUpdate();
        }
    }

    /**
     * The latest entries first.
     *
     * @param unit only that unit's, or all if null
     * @param before only entries with a smaller id, or null for the first page
     */
    public List<Entry> list(@Nullable String unit, @Nullable Long before, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT id, at, unit, action, from_phase, to_phase, percent, epoch, actor, reason, outcome,"
                                + " detail ->> 'seen' FROM crossfade.audit WHERE (?::text IS NULL OR unit = ?)"
                                + " AND (?::bigint IS NULL OR id < ?) ORDER BY id DESC LIMIT ?")) {
            select.setString(1, unit);
            select.setString(2, unit);
            select.setObject(3, before);
            select.setObject(4, before);
            select.setInt(5, limit);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Entry(
                            rows.getLong(1),
                            rows.getTimestamp(2).toInstant(),
                            rows.getString(3),
                            rows.getString(4),
                            phase(rows.getString(5)),
                            phase(rows.getString(6)),
                            rows.getObject(7, Integer.class),
                            rows.getObject(8, Long.class),
                            rows.getString(9),
                            rows.getString(10),
                            rows.getString(11),
                            rows.getString(12)));
                }
            }
            return entries;
        }
    }

    private static @Nullable Phase phase(@Nullable String code) {
        return code == null ? null : Phase.ofCode(code);
    }
}

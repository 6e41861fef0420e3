package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who did what to a unit, when, why, and what came of it. Entries are only ever added: one before anything is done, whose outcome
 * is {@link #BEGUN}, and one of what came of it, both with the attempt's id. Of each kind an attempt has at most one per unit.
 */
public final class Audit {

    /** The outcome of an attempt that has none yet. */
    public static final String BEGUN = "begun";

    /** A locked table must not keep whoever asks, nor what is to be written down, for ever. */
    static final int LIMIT_SECONDS = 3;

    static final List<String> COLUMNS = List.of(
            "attempt", "unit", "action", "from_phase", "to_phase", "percent", "epoch", "actor", "address", "reason");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DataSource dataSource;
    private final String instance;

    public Audit(DataSource dataSource, Instance self) {
        this.dataSource = dataSource;
        this.instance = self.address() + " (" + self.id() + ")";
    }

    /**
     * What is asked for.
     *
     * @param id null if a version wrote it that kept none
     * @param unit {@code *} for what is no unit's
     * @param action a stable word: move, percent, take-over, drop, backfill, verification, quarantine, remove-instance
     */
    public record Attempt(
            @Nullable UUID id,
            String unit,
            String action,
            @Nullable Phase from,
            @Nullable Phase to,
            @Nullable Integer percent,
            @Nullable Long epoch,
            Requester by,
            @Nullable String reason) {

        /** An action that is no move. */
        public static Attempt of(String unit, String action, Requester by, @Nullable String reason) {
            return new Attempt(UUID.randomUUID(), unit, action, null, null, null, null, by, reason);
        }
    }

    /**
     * What was seen, without any value of the data.
     *
     * @param gates those that did not hold
     * @param steps milliseconds of each step that was taken
     */
    public record Seen(
            @Nullable String seen,
            @Nullable List<Gate.Result> gates,
            @Nullable Map<String, Long> steps) {

        static Seen nothing() {
            return new Seen(null, List.of(), Map.of());
        }

        static Seen of(@Nullable String text) {
            return new Seen(text, List.of(), Map.of());
        }

        static Seen parse(@Nullable String json) {
            return json == null ? nothing() : JSON.readValue(json, Seen.class);
        }
    }

    /**
     * @param id grows with time
     * @param instance which one wrote it, by address and id; null if a version did that kept none
     * @param outcome begun, done, unchanged, refused, failed or undone
     */
    public record Entry(
            long id,
            Instant at,
            Attempt attempt,
            @Nullable String instance,
            String outcome,
            @Nullable String detail) {}

    /** @return false if the attempt has a beginning, or an outcome, already; then nothing was written */
    public boolean write(Attempt attempt, String outcome, @Nullable String detail) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return write(connection, attempt, outcome, Seen.of(detail));
        }
    }

    /** As {@link #write(Attempt, String, String)}, in the transaction of what it tells of. */
    boolean write(Connection connection, Attempt attempt, String outcome, Seen seen) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO crossfade.audit (" + String.join(", ", COLUMNS) + ", instance, outcome, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " jsonb_build_object('seen', ?::text, 'gates', ?::jsonb, 'steps', ?::jsonb))"
                        + " ON CONFLICT DO NOTHING")) {
            insert.setQueryTimeout(LIMIT_SECONDS);
            insert.setObject(1, attempt.id());
            insert.setString(2, attempt.unit());
            insert.setString(3, attempt.action());
            insert.setString(4, code(attempt.from()));
            insert.setString(5, code(attempt.to()));
            insert.setObject(6, attempt.percent());
            insert.setObject(7, attempt.epoch());
            insert.setString(8, attempt.by().name());
            insert.setString(9, attempt.by().address());
            insert.setString(10, attempt.reason());
            insert.setString(11, instance);
            insert.setString(12, outcome);
            insert.setString(13, seen.seen());
            insert.setString(14, JSON.writeValueAsString(seen.gates()));
            insert.setString(15, JSON.writeValueAsString(seen.steps()));
            return insert.executeUpdate() == 1;
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
                PreparedStatement select = connection.prepareStatement("SELECT " + columns("a")
                        + ", a.id, a.at, a.instance, a.outcome, a.detail ->> 'seen' FROM crossfade.audit a"
                        + " WHERE (?::text IS NULL OR unit = ?) AND (?::bigint IS NULL OR id < ?)"
                        + " ORDER BY id DESC LIMIT ?")) {
            select.setString(1, unit);
            select.setString(2, unit);
            select.setObject(3, before);
            select.setObject(4, before);
            select.setInt(5, limit);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
            return entries;
        }
    }

    private static Entry entry(ResultSet rows) throws SQLException {
        int after = COLUMNS.size();
        return new Entry(
                rows.getLong(after + 1),
                rows.getTimestamp(after + 2).toInstant(),
                attempt(rows),
                rows.getString(after + 3),
                rows.getString(after + 4),
                rows.getString(after + 5));
    }

    /** The columns of an attempt, as {@link #attempt} reads them. */
    static String columns(String table) {
        return COLUMNS.stream().map(column -> table + "." + column).collect(Collectors.joining(", "));
    }

    static Attempt attempt(ResultSet rows) throws SQLException {
        return new Attempt(
                rows.getObject(1, UUID.class),
                rows.getString(2),
                rows.getString(3),
                phase(rows.getString(4)),
                phase(rows.getString(5)),
                rows.getObject(6, Integer.class),
                rows.getObject(7, Long.class),
                new Requester(rows.getString(8), rows.getString(9)),
                rows.getString(10));
    }

    private static @Nullable String code(@Nullable Phase phase) {
        return phase == null ? null : phase.code();
    }

    private static @Nullable Phase phase(@Nullable String code) {
        return code == null ? null : Phase.ofCode(code);
    }
}

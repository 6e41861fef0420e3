package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Tells of the moves that are under way or were made, whichever instance made them. */
public final class MoveHistory {

    private static final String RUN =
            "SELECT " + Audit.columns("b") + ", b.at, b.instance, m.step, m.since, o.at, o.outcome, o.detail";
    private static final String OUTCOME = " LEFT JOIN crossfade.audit o ON o.attempt = b.attempt AND o.unit = b.unit"
            + " AND (o.outcome = 'begun') = false";
    private static final String BY_ATTEMPT = RUN + " FROM crossfade.audit b" + OUTCOME
            + " LEFT JOIN crossfade.moving m ON m.attempt = b.attempt AND m.unit = b.unit"
            + " WHERE (b.outcome = 'begun') = true AND b.attempt = ? ORDER BY b.id";
    private static final String UNDER_WAY = RUN + " FROM crossfade.moving m JOIN crossfade.audit b"
            + " ON b.attempt = m.attempt AND b.unit = m.unit AND (b.outcome = 'begun') = true" + OUTCOME
            + " WHERE ?::text IS NULL OR m.unit = ?";
    private static final String LAST =
            RUN + " FROM crossfade.unit u CROSS JOIN LATERAL (SELECT * FROM crossfade.audit a WHERE a.unit = u.name"
                    + " AND a.action IN ('move', 'percent', 'take-over', 'drop') AND a.outcome <> 'begun' AND a.attempt IS"
                    + " NOT NULL ORDER BY a.id DESC LIMIT 1) o JOIN crossfade.audit b ON b.attempt = o.attempt AND b.unit"
                    + " = o.unit AND (b.outcome = 'begun') = true LEFT JOIN crossfade.moving m ON m.attempt = b.attempt"
                    + " AND m.unit = b.unit";

    private final DataSource dataSource;

    public MoveHistory(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @param underWay null if the unit is not being moved
     * @param last the last that ended, also if it was refused; null if there was none
     */
    public record OfUnit(
            @Nullable MoveRun underWay, @Nullable MoveRun last) {}

    /** By unit; one of which nothing is known is missing. */
    public Map<String, OfUnit> units() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Map<String, OfUnit> units = new HashMap<>();
            for (MoveRun run : runs(connection, LAST)) {
                if (!run.underWay()) {
                    units.put(run.asked().unit(), new OfUnit(null, run));
                }
            }
            for (MoveRun run : runs(connection, UNDER_WAY, null, null)) {
                units.merge(
                        run.asked().unit(),
                        new OfUnit(run, null),
                        (known, now) -> new OfUnit(now.underWay, known.last));
            }
            return units;
        }
    }

    /** What was asked for under that id: the request first, then each unit that was reached; empty if there is none. */
    public List<MoveRun> find(UUID attempt) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return runs(connection, BY_ATTEMPT, attempt);
        }
    }

    static Optional<MoveRun> underWay(Connection connection, String unit) throws SQLException {
        return runs(connection, UNDER_WAY, unit, unit).stream().findFirst();
    }

    private static List<MoveRun> runs(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            List<MoveRun> runs = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    runs.add(run(rows));
                }
            }
            return runs;
        }
    }

    private static MoveRun run(ResultSet rows) throws SQLException {
        int after = Audit.COLUMNS.size();
        String outcome = rows.getString(after + 6);
        Audit.Seen seen = Audit.Seen.parse(rows.getString(after + 7));
        return new MoveRun(
                Audit.attempt(rows),
                rows.getString(after + 2),
                rows.getTimestamp(after + 1).toInstant(),
                rows.getString(after + 3),
                instant(rows.getTimestamp(after + 4)),
                instant(rows.getTimestamp(after + 5)),
                outcome == null ? Audit.BEGUN : outcome,
                seen.seen(),
                seen.gates() == null ? List.of() : seen.gates(),
                seen.steps() == null ? Map.of() : seen.steps());
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}

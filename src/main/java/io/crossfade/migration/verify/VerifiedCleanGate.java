package io.crossfade.migration.verify;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Gate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Before the other store is relied on more, a verification must have come through clean: begun after everything that could have
 * made it worthless, by the mapping of the code that runs now, seen from the present authority, and not too long ago.
 */
final class VerifiedCleanGate implements Gate {

    private static final String NAME = "verified-clean";

    private final Units units;
    private final DataSource dataSource;
    private final Duration maxAge;

    VerifiedCleanGate(Units units, DataSource dataSource, Duration maxAge) {
        this.units = units;
        this.dataSource = dataSource;
        this.maxAge = maxAge;
    }

    @Override
    public Optional<Result> check(Move move) {
        if (!move.is(Phase.SHADOW_READ, Phase.READ_SWITCH)
                && !move.is(Phase.READ_SWITCH, Phase.TARGET)
                && !move.is(Phase.TARGET, Phase.SOURCE_REMOVED)) {
            return Optional.empty();
        }
        try {
            return Optional.of(look(move));
        } catch (SQLException unknown) {
            return Optional.of(
                    refuse("the verifications' record could not be read (" + unknown.getSQLState() + "); try again"));
        }
    }

    private Result look(Move move) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT v.run, v.authority, v.different + v.missing + v.extra + v.unmappable - v.repaired,"
                                + " v.quarantined,"
                                + " v.started_at > coalesce(b.finished_at, '-infinity'),"
                                + " v.started_at > coalesce(c.lost_at, '-infinity'),"
                                + " v.started_at > now() - make_interval(secs => ?), v.mapping, v.feed_position,"
                                + " extract(epoch FROM now() - v.started_at)::bigint"
                                + " FROM crossfade.verification v LEFT JOIN crossfade.backfill b ON b.unit = v.unit"
                                + " LEFT JOIN crossfade.checkpoint c ON c.unit = v.unit"
                                + " WHERE v.unit = ? AND v.state = 'finished' ORDER BY v.run DESC LIMIT 1")) {
            select.setDouble(1, maxAge.toMillis() / 1e3);
            select.setString(2, move.unit());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? result(rows, move) : refuse("no verification has finished yet; run one");
            }
        }
    }

    private Result result(ResultSet rows, Move move) throws SQLException {
        String run = "verification " + rows.getLong(1);
        Side authority = move.from().phase().authority();
        if (!rows.getString(2).equals(authority.name().toLowerCase(Locale.ROOT))) {
            return refuse(run + " ran while the other store was the authority; run one now");
        }
        if (!MappingVersion.of(units.get(move.unit())).equals(rows.getString(8))) {
            return refuse(run + " compared by another mapping than this version's; run one now");
        }
        if (rows.getLong(3) > 0) {
            return refuse(run + " left " + rows.getLong(3) + " differences; run one with repair");
        }
        if (rows.getLong(4) > 0) {
            return refuse(run + " passed over " + rows.getLong(4)
                    + " keys that differ and are set aside; empty the quarantine, then run one");
        }
        if (!rows.getBoolean(5)) {
            return refuse(run + " began before the backfill was complete; run one now");
        }
        if (!rows.getBoolean(6)) {
            return refuse(run + " began before changes were lost from the change stream; run one with repair");
        }
        if (!rows.getBoolean(7)) {
            return refuse(run + " began more than " + maxAge.toHours() + " hours ago; run one now");
        }
        String position = rows.getString(9);
        return new Result(
                NAME,
                true,
                run + " was clean and began "
                        + Duration.ofSeconds(rows.getLong(10)).toMinutes() + " minutes ago"
                        + (position == null ? "" : " at feed position " + position));
    }

    private static Result refuse(String detail) {
        return new Result(NAME, false, detail);
    }
}

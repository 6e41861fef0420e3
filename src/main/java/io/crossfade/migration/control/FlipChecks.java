package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What must hold under the unit's exclusive lock for a flip to happen, and the words for a move that could not be made. */
final class FlipChecks {

    private FlipChecks() {}

    static PostgresFence.UnderLock nothing() {
        return (connection, before) -> {};
    }

    static final class OutboxNotEmptyException extends RuntimeException {
        OutboxNotEmptyException() {
            super("The outbox is not empty", null, false, false);
        }
    }

    static void requireEmptyOutbox(Connection connection, FenceRow row) throws SQLException {
        if (exists(connection, "SELECT EXISTS (SELECT FROM crossfade.outbox WHERE unit = ?)", row.unit())) {
            throw new OutboxNotEmptyException();
        }
    }

    private static boolean exists(Connection connection, String sql, String unit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    static MoveUndoneException sourceAway(RuntimeException away) {
        return new MoveUndoneException("The source cannot be asked ("
                + away.getClass().getSimpleName() + "); nothing was changed, bring it back first");
    }

    static MoveUndoneException overtaken() {
        return new MoveUndoneException("Another instance has taken this move over; look, and try again");
    }
}

package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The registry of instances in PostgreSQL: who may replicate to the source, and who has none of these writes under way. A sync in
 * that direction asks {@link #ask} in its own transaction, under the unit's lock.
 */
public final class PostgresInstances implements Registration {

    private final DataSource dataSource;
    private final Instance self;
    private volatile StoreContact.@Nullable State source;

    public PostgresInstances(DataSource dataSource, Instance self) {
        this.dataSource = dataSource;
        this.self = self;
    }

    /** @param source what it sees of the source; null if it has not said */
    record Registered(
            String id,
            String address,
            String version,
            Instant startedAt,
            long beat,
            StoreContact.@Nullable State source) {}

    /** This instance was taken for dead, or has not registered yet. It will within a moment; nothing was done. */
    static final class NotRegisteredException extends SQLException {
        NotRegisteredException() {
            super("This instance is not registered in the target; it will be within a second", "55000");
        }
    }

    @Override
    public Answer ask(Pipeline pipeline) {
        AtomicBoolean registered = new AtomicBoolean();
        pipeline.read("SELECT FROM crossfade.instance WHERE id = ?", found -> registered.set(found.next()), self.id());
        return () -> {
            if (!registered.get()) {
                throw new NotRegisteredException();
            }
        };
    }

    /** What the signs of life are to say of the source from now on. */
    void tell(StoreContact.State ofSource) {
        source = ofSource;
    }

    /**
     * Registers, or gives a sign of life.
     *
     * @return whether it was registered before
     */
    boolean beat() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement upsert = connection.prepareStatement(
                        "INSERT INTO crossfade.instance AS known (id, address, version, started_at, source_answers,"
                                + " source_since) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                                + " beat = known.beat + 1, beat_at = clock_timestamp(),"
                                + " source_answers = excluded.source_answers, source_since = excluded.source_since"
                                + " RETURNING beat > 0")) {
            upsert.setString(1, self.id());
            upsert.setString(2, self.address());
            upsert.setString(3, self.version());
            upsert.setTimestamp(4, Timestamp.from(self.startedAt()));
            StoreContact.State told = source;
            upsert.setObject(5, told == null ? null : told.answers(), Types.BOOLEAN);
            upsert.setTimestamp(6, told == null ? null : Timestamp.from(told.since()));
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    void leave() throws SQLException {
        update("DELETE FROM crossfade.instance WHERE id = ?", self.id());
    }

    /** Removes an instance that has given no sign since that beat. */
    boolean remove(String id, long beat) throws SQLException {
        return update("DELETE FROM crossfade.instance WHERE id = ? AND beat = ?", id, beat) == 1;
    }

    List<Registered> list() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT id, address, version, started_at, beat, source_answers, source_since"
                                + " FROM crossfade.instance ORDER BY started_at");
                ResultSet rows = select.executeQuery()) {
            List<Registered> all = new ArrayList<>();
            while (rows.next()) {
                Timestamp since = rows.getTimestamp(7);
                all.add(new Registered(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getTimestamp(4).toInstant(),
                        rows.getLong(5),
                        since == null ? null : new StoreContact.State(rows.getBoolean(6), since.toInstant())));
            }
            return all;
        }
    }

    /** Says that no replica write of this instance to the unit is running or of unknown end, with the row drained at that epoch. */
    void sayQuiet(String unit, long epoch) throws SQLException {
        update(
                "INSERT INTO crossfade.quiet (instance, unit, epoch) SELECT id, ?, ? FROM crossfade.instance WHERE id = ?"
                        + " ON CONFLICT (instance, unit) DO UPDATE SET epoch = excluded.epoch",
                unit,
                epoch,
                self.id());
    }

    /** The addresses of the registered instances that have not said so yet. */
    List<String> notQuiet(String unit, long epoch) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT address FROM crossfade.instance i WHERE NOT EXISTS (SELECT FROM crossfade.quiet q"
                                + " WHERE q.instance = i.id AND q.unit = ? AND q.epoch = ?)")) {
            select.setString(1, unit);
            select.setLong(2, epoch);
            List<String> addresses = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    addresses.add(rows.getString(1));
                }
            }
            return addresses;
        }
    }

    private int update(String sql, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }
}

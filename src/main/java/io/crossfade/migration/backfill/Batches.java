package io.crossfade.migration.backfill;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Takes what a cursor reads, some at a time, so that no more is ever held. */
interface Batches<T> {

    int SIZE = 200;

    void take(List<T> batch) throws SQLException;

    /** Reads the ids that a query finds. The connection is in a transaction: else the driver would read all at once. */
    static void read(PreparedStatement select, Batches<UUID> batches) throws SQLException {
        select.setFetchSize(SIZE);
        List<UUID> batch = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                batch.add(rows.getObject(1, UUID.class));
                if (batch.size() == SIZE) {
                    batches.take(List.copyOf(batch));
                    batch.clear();
                }
            }
        }
        if (!batch.isEmpty()) {
            batches.take(batch);
        }
    }
}

package io.crossfade.benchmark;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.crossfade.migration.control.Barrier;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.strattio.plan.PlanMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** From MongoDB to PostgreSQL. */
final class StreamSide implements FeedSide, AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int BATCH = 1_000;

    private final MongoCollection<BsonDocument> plans;
    private final Barrier barrier;
    private final Connection target;
    private final PreparedStatement select;

    StreamSide(Stores stores, Engine engine) throws SQLException {
        plans = stores.source.getCollection(PlanMapping.MAPPING.collection(), BsonDocument.class);
        barrier = engine.bean(Barrier.class);
        target = stores.target.getConnection();
        select = target.prepareStatement("SELECT name FROM plans WHERE id = ?");
    }

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String title() {
        return "change stream to PostgreSQL";
    }

    @Override
    public void write(UUID plan, String value) {
        plans.updateOne(Filters.eq("_id", Ids.bson(plan)), named(value));
    }

    @Override
    public long write(List<UUID> all, String value) {
        long start = System.nanoTime();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<WriteModel<BsonDocument>> writes = new ArrayList<>();
            for (UUID plan : all.subList(from, Math.min(all.size(), from + BATCH))) {
                writes.add(new UpdateOneModel<>(Filters.eq("_id", Ids.bson(plan)), named(value)));
            }
            plans.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
        return start;
    }

    private static Bson named(String value) {
        return Updates.set("name", value);
    }

    @Override
    public String read(UUID plan) throws SQLException {
        select.setObject(1, plan);
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void awaitAll() {
        if (!barrier.awaitSourceMark(PlanMapping.MAPPING.name(), LIMIT)) {
            throw new IllegalStateException("The change stream's follower did not catch up within " + LIMIT);
        }
    }

    @Override
    public void close() throws SQLException {
        target.close();
    }
}

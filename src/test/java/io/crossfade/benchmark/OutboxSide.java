package io.crossfade.benchmark;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.strattio.plan.PlanMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;

/** From PostgreSQL to MongoDB. */
final class OutboxSide implements FeedSide, AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final MongoCollection<BsonDocument> plans;
    private final Feed feed;
    private final Connection target;
    private final PreparedStatement update;

    OutboxSide(Stores stores, Engine engine) throws SQLException {
        plans = stores.source.getCollection(PlanMapping.MAPPING.collection(), BsonDocument.class);
        feed = engine.bean(Feed.class);
        target = stores.target.getConnection();
        update = target.prepareStatement("UPDATE plans SET name = ? WHERE id = ANY (?)");
    }

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public String title() {
        return "outbox to MongoDB";
    }

    @Override
    public void write(UUID plan, String value) throws SQLException {
        write(List.of(plan), value);
    }

    /** Two threads write: the one that measures, and the one that makes it measure under load. */
    @Override
    public synchronized long write(List<UUID> all, String value) throws SQLException {
        update.setString(1, value);
        update.setArray(2, target.createArrayOf("uuid", all.toArray()));
        if (update.executeUpdate() != all.size()) {
            throw new IllegalStateException("Not all of " + all.size() + " plans are there");
        }
        return System.nanoTime();
    }

    @Override
    public String read(UUID plan) {
        return plans.find(Filters.eq("_id", Ids.bson(plan)))
                .projection(Projections.include("name"))
                .first()
                .getString("name")
                .getValue();
    }

    @Override
    public void awaitAll() {
        await("an empty outbox")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Long.valueOf(0)
                        .equals(feed.status(PlanMapping.MAPPING.name()).waiting()));
    }

    @Override
    public void close() throws SQLException {
        target.close();
    }
}

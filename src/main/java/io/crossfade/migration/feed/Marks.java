package io.crossfade.migration.feed;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks written into the source to see, in the change stream, that everything before them was worked on. Each wait has its own. The
 * follower may be in another instance; then it says so in the target.
 */
final class Marks {

    private static final Logger log = LoggerFactory.getLogger(Marks.class);

    private static final long POLL_MILLIS = 5;

    private final MongoDatabase database;
    private final DataSource dataSource;
    private final Map<String, CompletableFuture<Boolean>> awaited = new ConcurrentHashMap<>();

    Marks(MongoDatabase database, DataSource dataSource) {
        this.database = database;
        this.dataSource = dataSource;
    }

    /** The follower of the unit has worked on everything before this mark, which may be another instance's. */
    void reached(String mark) throws SQLException {
        CompletableFuture<Boolean> waiting = awaited.get(mark);
        if (waiting != null) {
            waiting.complete(true);
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "WITH old AS (DELETE FROM crossfade.mark WHERE reached_at < now() - interval '10 minutes')"
                                + " INSERT INTO crossfade.mark (mark) VALUES (?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, mark);
            insert.executeUpdate();
        }
    }

    private boolean wasReachedElsewhere(String mark) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM crossfade.mark WHERE mark = ?")) {
            delete.setString(1, mark);
            return delete.executeUpdate() == 1;
        } catch (SQLException away) {
            log.debug("A mark cannot be looked for: SQLSTATE {}", away.getSQLState());
            return false;
        }
    }

    static boolean belongsTo(String mark, String unit) {
        return mark.startsWith(unit + ":");
    }

    boolean await(String unit, Duration limit) {
        String mark = unit + ":" + UUID.randomUUID();
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        awaited.put(mark, waiting);
        long deadline = System.nanoTime() + limit.toNanos();
        MongoCollection<BsonDocument> marks = database.getCollection(ChangeStream.MARKS, BsonDocument.class)
                .withWriteConcern(WriteConcern.MAJORITY)
                .withTimeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        boolean written = false;
        try {
            marks.insertOne(new BsonDocument("_id", new BsonString(mark)));
            written = true;
            while (deadline - System.nanoTime() > 0) {
                if (reachedHere(waiting) || wasReachedElsewhere(mark)) {
                    return true;
                }
            }
            return false;
        } catch (MongoException away) {
            log.debug("Unit '{}': no mark could be written: error {}", unit, away.getCode());
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("A mark is never completed with a failure", impossible);
        } finally {
            awaited.remove(mark);
            if (written) {
                Thread.ofVirtual().start(() -> erase(marks, mark));
            }
        }
    }

    private static boolean reachedHere(CompletableFuture<Boolean> waiting)
            throws InterruptedException, ExecutionException {
        try {
            return waiting.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private static void erase(MongoCollection<BsonDocument> marks, String mark) {
        try {
            marks.withTimeout(1, TimeUnit.SECONDS).deleteOne(Filters.eq("_id", mark));
        } catch (MongoException left) {
            log.debug("A mark was left behind: error {}", left.getCode());
        }
    }
}

package io.crossfade.migration.control;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether MongoDB is a server that the engine can keep its promises with, looked at once, as soon as it can be asked. Until then
 * this instance takes no permits. What matters is asked of the server or tried on it, so servers that only speak like MongoDB, and
 * settings of the client, show too.
 */
final class MongoServerCheck {

    private static final Logger log = LoggerFactory.getLogger(MongoServerCheck.class);

    /** Where the engine settles late writes; its user may change documents there. */
    private static final String SETTLED = "crossfade_settled";

    private static final int WIRE_VERSION_OF_4_4 = 9;
    private static final int API_STRICT = 323;
    private static final int COMMAND_NOT_FOUND = 59;

    /** IllegalOperation of a server without replication, and the compatible servers' own. */
    private static final Set<Integer> NO_RETRYABLE_WRITES = Set.of(20, 301);

    private final MongoClient client;
    private final MongoDatabase database;
    private String told = "";
    private volatile boolean suitable;

    /** @param limit of each question */
    MongoServerCheck(MongoClient client, MongoDatabase database, Duration limit) {
        this.client = client;
        this.database = database.withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @throws UnsuitableMongoException if it is none; asked again, it is looked at again
     * @throws MongoException if it cannot be asked now
     */
    synchronized void require() {
        if (suitable) {
            return;
        }
        try {
            look();
            suitable = true;
        } catch (UnsuitableMongoException unsuitable) {
            tell(String.valueOf(unsuitable.getMessage()), unsuitable.getMessage() + " " + unsuitable.action());
            throw unsuitable;
        } catch (MongoException away) {
            tell(
                    "away",
                    SourceDiagnosis.of(client, away)
                            + ". This instance is not ready for units in which MongoDB decides, and tries again. If"
                            + " MongoDB runs: a standalone server or a mongos is not found under an address that names"
                            + " a replica set.");
            throw away;
        }
    }

    /** Once for as long as it is the same, in whatever words each attempt would tell it. */
    private void tell(String what, String warning) {
        if (!what.equals(told)) {
            log.warn("{}", warning);
            told = what;
        }
    }

    private void look() {
        Document hello = hello();
        if ("isdbgrid".equals(hello.get("msg"))) {
            throw new UnsuitableMongoException(
                    "MongoDB is a sharded cluster: 'spring.mongodb.uri' leads to a mongos. A late write is refused by a newer"
                            + " one in its session only where both go to the same replica set, on which the way back rests.",
                    "Let 'spring.mongodb.uri' lead to a replica set. A sharded cluster cannot be moved.");
        }
        if (!hello.containsKey("setName")) {
            throw new UnsuitableMongoException(
                    "MongoDB is a standalone server. It has no change streams, no retryable writes and no majority.",
                    "Make it a replica set (of one member, if need be): start mongod with --replSet and call rs.initiate()"
                            + " once; then name the set in 'spring.mongodb.uri'.");
        }
        if (!(hello.get("maxWireVersion") instanceof Number version) || version.intValue() < WIRE_VERSION_OF_4_4) {
            throw tooOld();
        }
        requireWholeApi();
        if (!hello.containsKey("logicalSessionTimeoutMinutes")) {
            throw withoutRetryableWrites();
        }
        requireRetryableWrites();
    }

    private Document hello() {
        try {
            return database.runCommand(new Document("hello", 1));
        } catch (MongoIncompatibleDriverException incompatible) {
            throw tooOld();
        } catch (MongoCommandException refused) {
            throw refused.getCode() == COMMAND_NOT_FOUND ? tooOld() : refused;
        }
    }

    private static UnsuitableMongoException tooOld() {
        return new UnsuitableMongoException(
                "MongoDB is older than 4.4.",
                "Upgrade it to 4.4 or later; docs/adopt.md says which versions are known.");
    }

    private void requireWholeApi() {
        try {
            database.runCommand(new Document("buildInfo", 1));
        } catch (MongoCommandException refused) {
            if (refused.getCode() != API_STRICT) {
                throw refused;
            }
            throw new UnsuitableMongoException(
                    "The client asks MongoDB for its Stable API, strictly. The engine needs commands outside of it"
                            + " (collStats, the oplog's size).",
                    "Leave 'strict' out of the client's ServerApi.");
        }
    }

    /** By a write that matches nothing: the driver numbers it in its session if it would send it again. */
    private void requireRetryableWrites() {
        try (ClientSession session = client.startSession()) {
            long before = session.getServerSession().getTransactionNumber();
            database.getCollection(SETTLED)
                    .withWriteConcern(WriteConcern.MAJORITY)
                    .updateOne(session, Filters.eq("_id", "check"), Updates.set("checked", true));
            if (session.getServerSession().getTransactionNumber() == before) {
                throw withoutRetryableWrites();
            }
        } catch (MongoException refused) {
            // The driver puts an exception without a code around that of a server without replication.
            MongoException own = refused.getCause() instanceof MongoException cause ? cause : refused;
            throw NO_RETRYABLE_WRITES.contains(own.getCode()) ? withoutRetryableWrites() : refused;
        }
    }

    private static UnsuitableMongoException withoutRetryableWrites() {
        return new UnsuitableMongoException(
                "MongoDB is used without retryable writes. By them a late write is refused, on which the way back rests.",
                "Take 'retryWrites=false' out of 'spring.mongodb.uri'. If the server cannot do them, it is none that the"
                        + " engine can work with.");
    }
}

package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one member of the replica set: answers every command, as its primary. Around what {@link Commands} does it adds
 * what belongs to all of them: faults, sessions, the refusal of transactions, logical time, the shape of errors.
 */
final class Member {

    static final String SET_NAME = "rs0";
    private static final int WIRE_VERSION = 21;
    private static final Logger log = LoggerFactory.getLogger(Member.class);
    private static final Set<String> HANDSHAKE = Set.of("hello", "ismaster");

    private final Oplog oplog;
    private final Commands commands;
    private final Faults faults;
    private final Clock clock;
    private final RetryableWrites retryableWrites = new RetryableWrites();
    private final ObjectId electionId = new ObjectId();
    private volatile String address = "";

    Member(Clock clock, Oplog oplog, Faults faults) {
        this.clock = clock;
        this.oplog = oplog;
        this.faults = faults;
        this.commands = new Commands(new ReplicatedBackend(clock, oplog), oplog);
    }

    void listensOn(String hostAndPort) {
        address = hostAndPort;
    }

    /**
     * The reply, also when the command failed.
     *
     * @throws ConnectionDropped when a fault says so
     * @throws InterruptedException when the server stops
     */
    Document answer(@Nullable String database, Document command) throws InterruptedException {
        if (command.isEmpty()) {
            return refuse(new CommandFailure(9, "FailedToParse", "A command has at least one field"));
        }
        Command asked = describe(database, command);
        Document reply;
        try {
            learnTime(command);
            reply = HANDSHAKE.contains(asked.name().toLowerCase(Locale.ROOT)) ? hello() : withFaults(asked, command);
            reply.put("ok", 1.0);
        } catch (MongoServerException failure) {
            log.debug(
                    "{} on {} failed: {}",
                    asked.name(),
                    asked.collection(),
                    failure.getClass().getSimpleName());
            reply = failed(failure, asked, command);
        } catch (ConnectionDropped dropped) {
            throw dropped;
        } catch (RuntimeException failure) {
            log.warn("{} on {} could not be understood", asked.name(), asked.collection(), failure);
            reply = new Document("ok", 0.0)
                    .append("errmsg", "The embedded MongoDB does not understand this " + asked.name() + " command")
                    .append("code", 9)
                    .append("codeName", "FailedToParse");
        }
        return withTime(reply);
    }

    /** The reply to a message that holds no command which could be carried out. */
    Document refuse(CommandFailure failure) {
        Document reply = new Document("ok", 0.0);
        reply.putAll(WriteCommands.describe(failure));
        return withTime(reply);
    }

    private static Command describe(@Nullable String database, Document command) {
        String name = command.keySet().iterator().next();
        Object target = name.equals("getMore") ? command.get("collection") : command.get(name);
        return new Command(name, database == null ? "admin" : database, target instanceof String text ? text : null);
    }

    private Document withFaults(Command asked, Document command) throws InterruptedException {
        List<Faults.Effect> effects = faults.on(asked);
        for (Faults.Effect effect : effects) {
            if (effect instanceof Faults.Effect.Delay delay) {
                holdBack(delay.by(), asked, command);
            }
        }
        for (Faults.Effect effect : effects) {
            switch (effect) {
                case Faults.Effect.Refuse refuse ->
                    throw new CommandFailure(refuse.code(), refuse.codeName(), "Refused by an injected fault");
                case Faults.Effect.DropBefore drop -> throw new ConnectionDropped();
                default -> {}
            }
        }
        refuseTransaction(command);
        StableApi.check(asked.name(), command);
        CommandFields.check(asked.name(), command);
        ReadConcerns.check(command);
        Document reply = retryableWrites.once(command, () -> commands.run(asked, command));
        if (effects.stream().anyMatch(Faults.Effect.DropAfter.class::isInstance)) {
            throw new ConnectionDropped();
        }
        return withWriteConcern(reply, command);
    }

    private static void holdBack(Duration by, Command asked, Document command) throws InterruptedException {
        long limit = asked.name().equals("getMore") ? 0 : Fields.longNumber(command.get("maxTimeMS"), 0);
        if (limit > 0 && limit < by.toMillis()) {
            Thread.sleep(limit);
            throw new CommandFailure(50, "MaxTimeMSExpired", "operation exceeded time limit");
        }
        Thread.sleep(by);
    }

    private static void refuseTransaction(Document command) {
        if (command.containsKey("autocommit") || command.containsKey("startTransaction")) {
            throw new CommandFailure(
                    20,
                    "IllegalOperation",
                    "Transactions are not supported by the embedded MongoDB: this operation was not carried out; set"
                            + " SPRING_MONGODB_URI to a real replica set to use transactions");
        }
    }

    /** One member can never satisfy more than one acknowledgement. */
    private static Document withWriteConcern(Document reply, Document command) {
        if (command.get("writeConcern") instanceof Document concern
                && concern.get("w") instanceof Number members
                && members.intValue() > 1) {
            reply.append(
                    "writeConcernError",
                    new Document("code", 100)
                            .append("codeName", "UnsatisfiableWriteConcern")
                            .append("errmsg", "Not enough data-bearing nodes"));
        }
        return reply;
    }

    private Document hello() {
        return new Document("helloOk", true)
                .append("ismaster", true)
                .append("isWritablePrimary", true)
                .append("secondary", false)
                .append("setName", SET_NAME)
                .append("setVersion", 1)
                .append("electionId", electionId)
                .append("hosts", List.of(address))
                .append("primary", address)
                .append("me", address)
                .append("maxBsonObjectSize", 16 << 20)
                .append("maxMessageSizeBytes", 48_000_000)
                .append("maxWriteBatchSize", 100_000)
                .append("localTime", clock.instant())
                .append("logicalSessionTimeoutMinutes", 30)
                .append("minWireVersion", 0)
                .append("maxWireVersion", WIRE_VERSION)
                .append("readOnly", false);
    }

    private void learnTime(Document command) {
        if (command.get("$clusterTime") instanceof Document gossip
                && gossip.get("clusterTime") instanceof BsonTimestamp time) {
            oplog.advanceTo(time.getValue());
        }
    }

    private Document withTime(Document reply) {
        BsonTimestamp now = new BsonTimestamp(oplog.time());
        Document signature = new Document("hash", new BinData(new byte[20])).append("keyId", 0L);
        return reply.append("operationTime", now)
                .append("$clusterTime", new Document("clusterTime", now).append("signature", signature));
    }

    private static Document failed(MongoServerException failure, Command asked, Document command) {
        Document reply = new Document("ok", 0.0);
        reply.putAll(WriteCommands.describe(failure));
        List<String> labels = new ArrayList<>();
        if (failure instanceof CommandFailure known) {
            labels.addAll(known.labels());
            labels.addAll(ErrorLabels.of(known.getCode(), command.containsKey("txnNumber"), isStream(asked, command)));
        }
        if (!labels.isEmpty()) {
            reply.append("errorLabels", labels);
        }
        return reply;
    }

    private static boolean isStream(Command asked, Document command) {
        return asked.name().equals("getMore") || ReadConcerns.opensChangeStream(command);
    }

    /** The connection is closed without a reply. */
    static final class ConnectionDropped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ConnectionDropped() {
            super("dropped by an injected fault", null, false, false);
        }
    }
}

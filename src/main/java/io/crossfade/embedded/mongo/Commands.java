package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What each command does. Those that drop, rename or replace collections run alone, so no write can go to a collection
 * that is gone; all others run at the same time.
 */
final class Commands {

    private static final String VERSION = "7.0.14";

    private final ReplicatedBackend backend;
    private final ReadCommands reads;
    private final ReadWriteLock catalog = new ReentrantReadWriteLock();

    Commands(ReplicatedBackend backend, Oplog oplog) {
        this.backend = backend;
        this.reads = new ReadCommands(backend, oplog);
    }

    Document run(Command asked, Document command) throws InterruptedException {
        if (asked.name().equals("getMore")) {
            return reads.getMore(backend.database(asked.database()), command);
        }
        Lock lock = changesCatalog(asked, command) ? catalog.writeLock() : catalog.readLock();
        lock.lockInterruptibly();
        try {
            return dispatch(asked, command);
        } finally {
            lock.unlock();
        }
    }

    private static boolean changesCatalog(Command asked, Document command) {
        return switch (asked.name()) {
            case "drop", "dropDatabase", "renameCollection" -> true;
            case "aggregate" ->
                command.get("pipeline") instanceof List<?> stages
                        && stages.stream().anyMatch(stage -> ((Document) stage).containsKey("$out"));
            default -> false;
        };
    }

    private Document dispatch(Command asked, Document command) throws InterruptedException {
        ReplicatedDatabase database = backend.database(asked.database());
        return switch (asked.name()) {
            case "find" -> reads.find(database, command);
            case "aggregate" -> reads.aggregate(database, command);
            case "killCursors" -> reads.killCursors(command);
            case "insert" -> WriteCommands.insert(database, command);
            case "update" -> WriteCommands.update(database, command);
            case "delete" -> WriteCommands.delete(database, command);
            case "findAndModify", "findandmodify" -> WriteCommands.findAndModify(database, command);
            case "create" -> CatalogCommands.create(database, command);
            case "collMod" -> CatalogCommands.collMod(database, command);
            case "drop" -> CatalogCommands.drop(database, command);
            case "dropDatabase" -> dropDatabase(asked.database());
            case "renameCollection" -> renameCollection(command);
            case "createIndexes" -> CatalogCommands.createIndexes(database, command);
            case "dropIndexes" -> CatalogCommands.dropIndexes(database, command);
            case "listIndexes" -> CatalogCommands.listIndexes(database, command);
            case "listCollections" -> CatalogCommands.listCollections(database, command);
            case "collStats" -> CatalogCommands.statistics(database, Fields.text(command, "collStats"));
            case "count" -> ReadCommands.count(database, command);
            case "distinct" -> ReadCommands.distinct(database, command);
            case "listDatabases" -> backend.listDatabases(command);
            case "serverStatus" -> backend.getServerStatus();
            case "buildInfo", "buildinfo" -> buildInfo();
            case "ping", "endSessions", "refreshSessions", "killSessions", "killAllSessions" -> new Document();
            default -> throw new CommandFailure(59, "CommandNotFound", "no such command: '" + asked.name() + "'");
        };
    }

    private Document dropDatabase(String name) {
        backend.dropDatabase(name);
        return new Document("dropped", name);
    }

    private Document renameCollection(Document command) {
        String from = Fields.text(command, "renameCollection");
        String to = Fields.text(command, "to");
        String database = Utils.getDatabaseNameFromFullName(from);
        if (!database.equals(Utils.getDatabaseNameFromFullName(to))) {
            throw CommandFailure.unsupported("Renaming a collection into another database");
        }
        return CatalogCommands.rename(
                backend.database(database),
                Utils.getCollectionNameFromFullName(from),
                Utils.getCollectionNameFromFullName(to),
                Utils.isTrue(command.get("dropTarget")));
    }

    private static Document buildInfo() {
        return new Document("version", VERSION)
                .append("versionArray", List.of(7, 0, 14, 0))
                .append("modules", List.of())
                .append("maxBsonObjectSize", 16 << 20);
    }
}

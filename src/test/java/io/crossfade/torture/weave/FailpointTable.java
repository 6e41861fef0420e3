package io.crossfade.torture.weave;

import static io.crossfade.torture.weave.Failpoint.after;
import static io.crossfade.torture.weave.Failpoint.before;
import static io.crossfade.torture.weave.Failure.MONGO;
import static io.crossfade.torture.weave.Failure.NONE;
import static io.crossfade.torture.weave.Failure.SQL;

import java.util.List;
import java.util.stream.Stream;

/** Every failpoint: between the two stores' writes, of each move, of a chunk, of a feed's batch. */
final class FailpointTable {

    private static final String CONTROL = "migration.control.";
    private static final String SYNC = "migration.sync.";
    private static final String FEED = "migration.feed.";
    private static final String BACKFILL = "migration.backfill.";

    /** Reached by each request or batch. */
    private static final List<Failpoint> OFTEN = List.of(
            before("write.before-source", NONE, CONTROL + "SourceOperations", "write", 6),
            before("write.before-check", NONE, CONTROL + "MongoFence", "afterWrite", 1),
            before("write.before-replicate", NONE, SYNC + "SyncReplication", "replicate", 2),
            after("write.after-replicate", NONE, SYNC + "SyncReplication", "replicate", 2),
            after("write.target-entered", SQL, CONTROL + "PostgresFence", "enter", 2),
            before("read.before-replica", NONE, CONTROL + "ReplicaReads", "read", 1),
            after("fence.read", MONGO, CONTROL + "MongoFenceDocuments", "readAll", 0),
            before("fence.before-permit", NONE, CONTROL + "UnitPermit", "install", 1),
            after("fence.beaten", MONGO, CONTROL + "MongoInstances", "beat", 1),
            before("sync.begun", SQL, SYNC + "SyncTransaction", "begin", 3),
            before("sync.before-lock", NONE, SYNC + "KeyLocks", "lock", 3),
            after("sync.locked", SQL, SYNC + "SyncTransaction", "begin", 3),
            after("sync.after-read", MONGO, SYNC + "SourceReads", "read", 3),
            before("sync.before-documents", MONGO, SYNC + "SourceWrites$Running", "apply", 2),
            after("sync.documents-written", NONE, SYNC + "SourceWrites$Running", "apply", 2),
            before("sync.before-commit", SQL, SYNC + "SyncTransaction$Locked", "commit", 1),
            after("sync.committed", SQL, SYNC + "SyncTransaction", "inLock", 4),
            after("feed.opened", MONGO, FEED + "ChangeStream", "open", 1),
            before("feed.batch", NONE, FEED + "ChangeStreamFollower", "workOn", 2),
            after("feed.synced", NONE, FEED + "ChangeStreamFollower", "syncUntilDone", 1),
            before("feed.before-save", SQL, FEED + "Checkpoints", "save", 2),
            after("feed.saved", SQL, FEED + "Checkpoints", "save", 2),
            after("outbox.read", SQL, FEED + "OutboxFollower", "oldest", 0));

    /** Reached by a move, a change of a fence or a chunk. */
    private static final List<Failpoint> RARE = List.of(
            after("fence.registered", MONGO, CONTROL + "MongoInstances", "register", 0),
            before("move.before", NONE, CONTROL + "Steps", "time", 2),
            after("move.after", NONE, CONTROL + "Steps", "time", 2),
            before("flip.begun", SQL, CONTROL + "PostgresFence", "flip", 5).startingWith("Connection"),
            after("flip.before-commit", SQL, CONTROL + "PostgresFence", "flip", 5)
                    .startingWith("Connection"),
            after("flip.committed", SQL, CONTROL + "PostgresFence", "flip", 5).startingWith("String"),
            before("move.before-followers", NONE, FEED + "Feed", "standsAt", 1),
            before("fence.before-change", MONGO, CONTROL + "MongoFenceDocuments", "replace", 2),
            after("fence.changed", MONGO, CONTROL + "MongoFenceDocuments", "replace", 2),
            before("relax.before", NONE, CONTROL + "SourceOperations", "relax", 1),
            before("tighten.before", NONE, CONTROL + "StrictKeeper", "tighten", 1),
            before("take-over.before", SQL, CONTROL + "TakeOver", "settle", 1),
            before("mark.before", NONE, FEED + "Marks", "await", 2),
            after("mark.reached", NONE, FEED + "Feed", "awaitSourceMark", 2),
            after("chunk.claimed", SQL, BACKFILL + "Chunks", "claim", 2),
            after("chunk.noted", SQL, BACKFILL + "TouchedKeys", "lastDrawn", 1),
            after("chunk.read", MONGO, BACKFILL + "SourceChunks", "read", 3),
            after("chunk.copied", SQL, BACKFILL + "Staging", "upsert", 0),
            after("chunk.equalized", SQL, BACKFILL + "ChunkMerge", "merge", 2),
            after("chunk.merged", NONE, BACKFILL + "ChunkWork", "merge", 2),
            after("chunk.awaited", SQL, BACKFILL + "SyncBarrier", "await", 1),
            after("chunk.resynced", SQL, BACKFILL + "TouchedKeys", "resync", 2),
            after("chunk.done", SQL, BACKFILL + "Chunks", "done", 4));

    private FailpointTable() {}

    static List<Failpoint> all() {
        return Stream.concat(OFTEN.stream(), RARE.stream().map(Failpoint::asRare))
                .toList();
    }
}

package io.crossfade.torture.weave;

import java.util.List;
import java.util.Map;

/** The safety rules that a campaign can take out one at a time, to see that its checks find out. */
public enum Rule {
    /** A sync locks its key. */
    KEY_LOCK(Map.of(new Joinpoint("migration.sync.KeyLocks", "lock", 3), RuleAdvice.LeaveOut.class)),
    /** A sync reads the source when it holds the lock, not before. */
    READ_UNDER_LOCK(Map.of(
            new Joinpoint("migration.sync.SyncAttempts$Attempt", "run", 3),
            RuleAdvice.ReadFirst.class,
            new Joinpoint("migration.sync.SourceReads", "read", 3),
            RuleAdvice.AnswerAsRead.class)),
    /** A chunk waits for the syncs that ran when it was merged. */
    CHUNK_BARRIER(Map.of(new Joinpoint("migration.backfill.SyncBarrier", "await", 1), RuleAdvice.LeaveOut.class)),
    /** A sync writes down its keys while a chunk is copied. */
    TOUCHED_KEYS(Map.of(new Joinpoint("migration.sync.TouchedBySync", "note", 3), RuleAdvice.LeaveOut.class)),
    /** The feed's position is saved after the work that it stands for. */
    POSITION_AFTER_WORK(Map.of(
            new Joinpoint("migration.feed.ChangeStreamFollower", "workOn", 2), RuleAdvice.SavePositionFirst.class)),
    /** A write asks for its permit again after the source has answered. */
    PERMIT_AFTER_WRITE(
            Map.of(new Joinpoint("migration.control.MongoFence", "afterWrite", 1), RuleAdvice.AnswerBefore.class)),
    /** A write that the replica lacks waits until every older permit is over. */
    RELAXED_WAIT(Map.of(
            new Joinpoint("migration.control.MongoFence", "awaitRelaxedEverywhere", 1), RuleAdvice.LeaveOut.class)),
    /** A cutover waits until every instance has seen that the source is closed. */
    ALL_INSTANCES_ANSWER(Map.of(
            new Joinpoint("migration.control.Cutover", "forward", 4),
            RuleAdvice.DuringCutover.class,
            new Joinpoint("migration.control.MongoFence", "silent", 1),
            RuleAdvice.AnswerNobody.class,
            new Joinpoint("migration.control.MongoFence", "awaitOlderPermitsOver", 3),
            RuleAdvice.AnswerAllOver.class)),
    /** The mark of a cutover is written when the source is closed, not before. */
    DRAIN_MARK(Map.of(
            new Joinpoint("migration.control.Cutover", "forward", 4),
            RuleAdvice.MarkFirst.class,
            new Joinpoint("migration.feed.Feed", "awaitSourceMark", 2),
            RuleAdvice.AnswerAsMarked.class)),
    /** A store that does not bear the installation's mark is not acted on. */
    STORES_BELONG_TOGETHER(Map.of(
            new Joinpoint("migration.control.InstallationVerdict", "pair", 3),
            RuleAdvice.LeaveOut.class,
            new Joinpoint("migration.control.InstallationVerdict", "strange", 4),
            RuleAdvice.LeaveOut.class,
            new Joinpoint("migration.control.Installation", "rowSays", 2),
            RuleAdvice.LeaveOut.class));

    private final Map<Joinpoint, Class<?>> advice;

    Rule(Map<Joinpoint, Class<?>> advice) {
        this.advice = advice;
    }

    Map<Joinpoint, Class<?>> advice() {
        return advice;
    }

    List<Joinpoint> joinpoints() {
        return List.copyOf(advice.keySet());
    }
}

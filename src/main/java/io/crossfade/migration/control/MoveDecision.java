package io.crossfade.migration.control;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Decides within a few seconds whether a move is made, whatever locks are held; what cannot be told in time does not hold. */
final class MoveDecision {

    private static final Duration LIMIT = Duration.ofSeconds(4);

    private MoveDecision() {}

    /**
     * @param question asked in a thread of its own
     * @param refusal the answer if it cannot be told, from the gate that does not hold then
     * @param late takes an answer that comes too late, and undoes what it has begun
     */
    static <T> T within(Callable<T> question, Function<Gate.Result, T> refusal, Consumer<T> late) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("crossfade-move-decision").start(() -> {
            try {
                T found = question.call();
                if (!answer.complete(found)) {
                    late.accept(found);
                }
            } catch (Exception | Error failed) {
                answer.completeExceptionally(failed);
            }
        });
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException given) {
            if (given instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            answer.completeExceptionally(new TimeoutException());
            return answer.isCompletedExceptionally()
                    ? refusal.apply(new Gate.Result(
                            "told-in-time",
                            false,
                            "it could not be told within " + LIMIT.toSeconds()
                                    + " s whether the move can be made: a store is slow, or something holds a lock on"
                                    + " a table of the engine; look at pg_locks, and try again"))
                    : answer.join();
        } catch (ExecutionException failed) {
            return switch (failed.getCause()) {
                case SQLException away ->
                    refusal.apply(new Gate.Result(
                            "target-reachable",
                            false,
                            "the target cannot be asked: SQLSTATE " + away.getSQLState() + "; bring it back first"));
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null -> throw new IllegalStateException(failed);
                default -> throw new IllegalStateException(failed.getCause());
            };
        }
    }
}

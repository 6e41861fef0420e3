package io.crossfade.torture;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Moves up and down without an end in sight, towards one phase after the other. */
final class Walk implements Runnable {

    private final Mover mover;
    private final RandomGenerator random;
    private final List<String> goals;
    private final boolean aroundTheCutover;
    private final CountDownLatch over = new CountDownLatch(1);

    /** @param goals towards one of which it always goes, with all reads switched; empty for any phase */
    Walk(Mover mover, RandomGenerator random, List<String> goals) {
        this.mover = mover;
        this.random = random;
        this.goals = goals;
        this.aroundTheCutover = random.nextInt(3) == 0;
    }

    @Override
    public void run() {
        String goal = anyPhase();
        try {
            while (!over.await(random.nextLong(10, 150), TimeUnit.MILLISECONDS)) {
                if (random.nextInt(aroundTheCutover ? 40 : 12) == 0) {
                    mover.changePercent(goals.isEmpty() ? random.nextInt(1, 101) : 100);
                } else if (mover.step(goal)) {
                    goal = anyPhase();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those around the cutover three times as often; in some runs no others. */
    private String anyPhase() {
        if (!goals.isEmpty()) {
            return goals.get(random.nextInt(goals.size()));
        }
        if (aroundTheCutover) {
            return Mover.PHASES.get(random.nextInt(4, 6));
        }
        int dice = random.nextInt(13);
        return dice < 7 ? Mover.PHASES.get(dice) : Mover.PHASES.get(3 + dice % 3);
    }

    /** Lets the move under way end, and begins no other. */
    void stop() {
        over.countDown();
    }
}

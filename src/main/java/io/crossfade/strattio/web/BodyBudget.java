package io.crossfade.strattio.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory the bodies that are being worked on take, about: what is read of a body is held as text, as values and as what is
 * sent to a store, and a value as short as {@code {}} takes as much as a line of text. Small bodies share a part of the memory. A large
 * one has the other part to itself, and those that come meanwhile wait for their turn, each with the little that it holds already;
 * so the one whose turn it is never waits for them.
 */
final class BodyBudget {

    private static final int OF_A_BYTE = 3;
    private static final int OF_A_VALUE = 150;
    private static final int UNIT = 1024;
    private static final int SMALL = 32;

    private final long most;
    private final Duration patience;
    private final Semaphore ofSmall;
    private final Semaphore turn = new Semaphore(1, true);

    /**
     * @param bytes most for one body; half as much is for all small ones
     * @param patience how long a request waits for others
     */
    BodyBudget(long bytes, Duration patience) {
        most = bytes / UNIT;
        this.patience = patience;
        ofSmall = new Semaphore((int) Math.min(Integer.MAX_VALUE, most / 2));
    }

    /** A quarter of the heap for one body. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 4, Duration.ofSeconds(2));
    }

    Share share() {
        return new Share();
    }

    /** One request's part of it. For one thread. */
    final class Share {

        private int taken;
        private boolean large;

        /** @throws BodyRefusedException if the body needs more than there is, or others leave nothing for it now */
        void cover(long bytes, long values) throws BodyRefusedException {
            long needed = (bytes * OF_A_BYTE + values * OF_A_VALUE) / UNIT;
            if (needed > most) {
                throw BodyRefusedException.tooManyValues();
            }
            if (large) {
                return;
            }
            if (needed > most / SMALL) {
                take(turn, 1);
                large = true;
            } else if (needed > taken) {
                take(ofSmall, (int) needed - taken);
                taken = (int) needed;
            }
        }

        private void take(Semaphore from, int permits) throws BodyRefusedException {
            try {
                if (!from.tryAcquire(permits, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw BodyRefusedException.tooMuchAtOnce();
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw BodyRefusedException.tooMuchAtOnce();
            }
        }

        void giveBack() {
            ofSmall.release(taken);
            taken = 0;
            if (large) {
                turn.release();
                large = false;
            }
        }
    }
}

package io.crossfade.migration.backfill;

/** Something that a backfill must not make worse. */
interface Signal {

    /** For people: {@code commit latency}. */
    String name();

    /** Above it the backfill slows down. */
    long limitMillis();

    /**
     * Now.
     *
     * @throws UnseenException if the server does not show it to this user
     * @throws Exception if it cannot be told now
     */
    long millis() throws Exception;

    /** Nothing was seen, which must not pass for nothing being amiss. The message says what to do, and holds no value. */
    final class UnseenException extends Exception {
        UnseenException(String message) {
            super(message);
        }
    }
}

package io.crossfade.migration.backfill;

/** Something that a backfill must not make worse. */
interface Signal {

    /** For people: {@code commit latency}. */
    String name();

    /** Above it the backfill slows down. */
    long limitMillis();

    /** Now; 0 if it cannot be told. */
    long millis() throws Exception;
}

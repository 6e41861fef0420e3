package io.crossfade.torture.net;

/**
 * PostgreSQL's notifications, which can be silenced for all connections, as a pooler does that hands sessions around: LISTEN
 * succeeds and nothing ever comes. The connections must not be encrypted.
 */
public final class Notifications {

    private static final byte NOTIFICATION_RESPONSE = 'A';

    private volatile boolean silenced;

    public void silence() {
        silenced = true;
    }

    public void restore() {
        silenced = false;
    }

    /** For one connection, from its first byte on. */
    AnswerFilter filter() {
        return new PostgresMessages((type, length) -> !silenced || type != NOTIFICATION_RESPONSE);
    }
}

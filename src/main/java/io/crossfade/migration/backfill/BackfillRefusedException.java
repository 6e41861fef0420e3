package io.crossfade.migration.backfill;

/** The backfill cannot do that where it stands. Nothing was changed; the message says what can be done. */
public final class BackfillRefusedException extends RuntimeException {

    public BackfillRefusedException(String message) {
        super(message);
    }
}

package io.crossfade.migration.verify;

/** The verification cannot do that where it stands. Nothing was changed; the message says what can be done. */
public final class VerificationRefusedException extends RuntimeException {

    VerificationRefusedException(String message) {
        super(message);
    }
}

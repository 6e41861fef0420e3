package io.crossfade.strattio.web;

/** The configured users cannot do what the program needs somebody to do. */
final class SignInMisconfiguredException extends RuntimeException {

    private final String action;

    SignInMisconfiguredException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}

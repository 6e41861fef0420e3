package io.crossfade.embedded;

/** One real database is configured and the other is not. */
final class HalfConfiguredStoresException extends RuntimeException {

    private final String configured;
    private final String missing;

    HalfConfiguredStoresException(String configured, String missing) {
        super(configured + " is set and " + missing + " is not");
        this.configured = configured;
        this.missing = missing;
    }

    String configured() {
        return configured;
    }

    String missing() {
        return missing;
    }
}

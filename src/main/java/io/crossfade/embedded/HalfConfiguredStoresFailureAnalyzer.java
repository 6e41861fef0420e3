package io.crossfade.embedded;

import java.util.Locale;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class HalfConfiguredStoresFailureAnalyzer extends AbstractFailureAnalyzer<HalfConfiguredStoresException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, HalfConfiguredStoresException cause) {
        return new FailureAnalysis(
                "A real database is configured by '" + cause.configured() + "', but '" + cause.missing()
                        + "' is not set. An embedded database is never started beside a real one: what is moved"
                        + " there would be gone at the next stop.",
                "Set '" + cause.missing() + "' (environment variable " + variable(cause.missing())
                        + ") to use real databases, or unset '" + cause.configured() + "' ("
                        + variable(cause.configured())
                        + ") to use embedded ones for both.",
                cause);
    }

    private static String variable(String property) {
        return property.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}

package io.crossfade.migration.control;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a second instance. */
class AnotherInstanceFailureAnalyzer extends AbstractFailureAnalyzer<AnotherInstanceException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AnotherInstanceException cause) {
        return new FailureAnalysis(
                "Another instance of the service runs on these databases, and this version keeps every promise with one"
                        + " instance only.",
                "Stop the other instance. If it has just been killed, wait until PostgreSQL has ended its session and start"
                        + " again.",
                cause);
    }
}

package io.crossfade.migration.control;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** An older version must not run beside a newer one's phase. */
final class UnknownPhaseFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPhaseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownPhaseException cause) {
        return new FailureAnalysis(
                "Unit '" + cause.unit() + "' stands in phase '" + cause.code()
                        + "', which this version does not know. A newer" + " version has moved it there.",
                "Start that version or a later one; or, with it, move the unit back to a phase that this version knows.",
                cause);
    }
}

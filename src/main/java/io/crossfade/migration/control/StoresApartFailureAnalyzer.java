package io.crossfade.migration.control;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** An instance with a wrong store would serve what nobody else sees. */
final class StoresApartFailureAnalyzer extends AbstractFailureAnalyzer<StoresApartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoresApartException cause) {
        return new FailureAnalysis(cause.getMessage() + ".", cause.action(), cause);
    }
}

package io.crossfade.migration.control;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class TargetMisconfiguredFailureAnalyzer extends AbstractFailureAnalyzer<TargetMisconfiguredException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TargetMisconfiguredException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}

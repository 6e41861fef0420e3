package io.crossfade.strattio.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class SignInMisconfiguredFailureAnalyzer extends AbstractFailureAnalyzer<SignInMisconfiguredException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SignInMisconfiguredException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}

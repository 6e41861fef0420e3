package io.crossfade.migration.control;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which kind of MongoDB is needed, in place of the failures that would follow. */
final class UnsuitableMongoFailureAnalyzer extends AbstractFailureAnalyzer<UnsuitableMongoException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsuitableMongoException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}

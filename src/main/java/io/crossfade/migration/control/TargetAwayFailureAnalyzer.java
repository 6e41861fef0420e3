package io.crossfade.migration.control;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** PostgreSQL keeps in which phase each unit stands, so no instance starts without it. */
final class TargetAwayFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        if (!PostgresFailures.isUnavailable(cause)) {
            return null;
        }
        return new FailureAnalysis(
                "PostgreSQL does not answer (SQLSTATE " + PostgresFailures.state(cause)
                        + "). It keeps in which phase each unit stands, so no instance can start without it. Instances that"
                        + " run already go on.",
                "See that PostgreSQL runs, and can be reached from here at the address in 'spring.datasource.url'; then"
                        + " start again.",
                cause);
    }
}

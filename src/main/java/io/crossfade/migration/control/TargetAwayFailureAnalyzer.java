package io.crossfade.migration.control;

import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** PostgreSQL keeps in which phase each unit stands, so no instance starts without it. */
final class TargetAwayFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    private static final String URL = "spring.datasource.url";
    private static final String SIGN_IN = "Correct 'spring.datasource.username' and 'spring.datasource.password'"
            + " (SPRING_DATASOURCE_USERNAME, SPRING_DATASOURCE_PASSWORD), or let the server's pg_hba.conf admit the user"
            + " from here; then start again.";
    private static final String REACH =
            "See that PostgreSQL runs, and can be reached from here at the address in '" + URL + "'; then start again.";

    private static final Map<String, String> ACTIONS = Map.of(
            "28P01",
            SIGN_IN,
            "28000",
            SIGN_IN,
            "3D000",
            "Create the database, or correct the name at the end of '" + URL
                    + "' (SPRING_DATASOURCE_URL); then start again.",
            "42501",
            "Let the user own the database, or grant it CREATE on the database and on its schema public; then start again.",
            "25006",
            "Give the address of the server that takes writes: this one is a standby, or default_transaction_read_only is"
                    + " set for the server, the database or the user. Then start again.",
            "53100",
            "Give the server room on its disk; then start again.",
            PostgresFailures.TOO_MANY_CONNECTIONS,
            "Raise max_connections of the server or the limit of the user, lower '" + ConnectionBudget.SETTING
                    + "' of the instances, or end sessions that nobody needs; then start again.");

    private final Environment environment;

    TargetAwayFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String state = PostgresFailures.state(cause);
        if (!PostgresFailures.isUnavailable(cause) && !ACTIONS.containsKey(state)) {
            return null;
        }
        return new FailureAnalysis(
                "PostgreSQL" + (ACTIONS.containsKey(state) ? " cannot be used (" : " does not answer (")
                        + PostgresFailures.reason(cause) + ")" + address()
                        + ". It keeps in which phase each unit stands, so no instance can start without it. Instances that"
                        + " run already go on.",
                ACTIONS.getOrDefault(state, REACH),
                cause);
    }

    /** Without parameters, for one of them may be a password. */
    private String address() {
        String url = environment.getProperty(URL, "");
        return url.isEmpty() ? "" : " at " + url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
    }
}

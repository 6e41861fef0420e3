package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

class TargetAwayFailureAnalyzerTest {

    private final TargetAwayFailureAnalyzer analyzer = new TargetAwayFailureAnalyzer(new MockEnvironment()
            .withProperty("spring.datasource.url", "jdbc:postgresql://db.example:5433/shop?user=me&password=geheim"));

    @ParameterizedTest
    @CsvSource({
        "28P01, it refuses the password, spring.datasource.password",
        "28000, it refuses the user, pg_hba.conf",
        "3D000, there is no such database, spring.datasource.url",
        "42501, the user may not do this, CREATE",
        "25006, it is read-only, standby",
        "53100, its disk is full, room on its disk",
        "53300, it has no connection left, crossfade.connections.per-instance"
    })
    void namesTheStoreTheCauseAndWhatToDo(String state, String cause, String action) {
        FailureAnalysis analysis = analyzer.analyze(new IllegalStateException(new SQLException("geheim", state)));

        assertThat(analysis.getDescription())
                .contains(
                        "PostgreSQL cannot be used (SQLSTATE " + state + ", " + cause + ")",
                        "at jdbc:postgresql://db.example:5433/shop.")
                .doesNotContain("geheim");
        assertThat(analysis.getAction()).contains(action);
    }

    @Test
    void leavesWhatIsNoMatterOfTheServer() {
        assertThat(analyzer.analyze(new SQLException("duplicate", "23505"))).isNull();
    }
}

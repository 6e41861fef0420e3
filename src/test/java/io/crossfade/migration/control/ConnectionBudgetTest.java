package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {

    private static final List<BulkWork> WORKS = List.of(
            new BulkWork("the copy", "'crossfade.backfill.workers' and one", 3),
            new BulkWork("verification", "'crossfade.verification.workers'", 2));

    @Test
    void dividesTheWholeAndNoMore() {
        for (int perInstance = 15; perInstance < 200; perInstance++) {
            ConnectionBudget budget = ConnectionBudget.of(perInstance, WORKS);

            assertThat(budget.perInstance()).isEqualTo(perInstance);
            assertThat(budget.bulk()).isEqualTo(5);
            assertThat(budget.requests()).isGreaterThanOrEqualTo(3);
            assertThat(budget.sync()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void threeInstancesAndOneOfARollingDeployFitWhatPostgresAllowsByDefault() {
        assertThat(4 * new ConnectionProperties(22).perInstance()).isLessThanOrEqualTo(97);
        assertThat(ConnectionBudget.of(22, WORKS)).isEqualTo(new ConnectionBudget(8, 3, 5, 5));
    }

    @Test
    void refusesTooFewWithTheArithmetic() {
        assertThatThrownBy(() -> ConnectionBudget.of(14, WORKS))
                .isInstanceOfSatisfying(TargetMisconfiguredException.class, refused -> assertThat(refused.action())
                        .contains("'crossfade.connections.per-instance' to 15 or more"))
                .hasMessageContaining("needs 15 connections to PostgreSQL at least: 1 to listen, 3 for control,"
                        + " 3 for the copy ('crossfade.backfill.workers' and one),"
                        + " 2 for verification ('crossfade.verification.workers'), 3 for replication, 3 for requests");
    }
}

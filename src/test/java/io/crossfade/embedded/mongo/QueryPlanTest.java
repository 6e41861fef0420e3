package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a query on a large collection reads its part of an index, not the collection. */
class QueryPlanTest {

    private final OrderedIndex byId = new OrderedIndex("_id_", List.of(new IndexKey("_id", true)), true, false);
    private final OrderedIndex byPlan = new OrderedIndex(
            "plan", List.of(new IndexKey("planId", true), new IndexKey("orderIndex", true)), true, false);
    private final OrderedIndex byUser = new OrderedIndex(
            "user", List.of(new IndexKey("userId", true), new IndexKey("createdAt", false)), false, false);
    private final OrderedIndex sparse = new OrderedIndex("email", List.of(new IndexKey("email", true)), true, true);

    private QueryPlan plan(Document filter, Document sort) {
        return QueryPlan.choose(List.of(byId, byPlan, byUser, sparse), Find.of(filter, sort, 0, 0, null))
                .orElse(null);
    }

    private static Document where(String field, Object value) {
        return new Document(field, value);
    }

    @Test
    void anEqualityUsesTheIndexThatBeginsWithItsField() {
        assertThat(plan(where("planId", 1), where("orderIndex", 1))).satisfies(plan -> {
            assertThat(plan.index()).isSameAs(byPlan);
            assertThat(plan.sorted()).isTrue();
            assertThat(plan.backwards()).isFalse();
        });
        assertThat(plan(where("userId", 1), where("createdAt", -1)).sorted()).isTrue();
        assertThat(plan(where("userId", 1), where("createdAt", 1)).backwards()).isTrue();
        assertThat(plan(where("userId", 1), where("name", 1)).sorted()).isFalse();
    }

    @Test
    void theIdComesFirst() {
        assertThat(plan(where("_id", 1).append("userId", 2), new Document()).index())
                .isSameAs(byId);
        assertThat(plan(where("_id", where("$in", List.of(3, 1, 2))), where("_id", -1)))
                .satisfies(plan -> {
                    assertThat(plan.ranges()).hasSize(3);
                    assertThat(plan.sorted()).isTrue();
                    assertThat(plan.backwards()).isTrue();
                });
        assertThat(plan(where("_id", where("$gt", 5)), where("_id", 1)).sorted())
                .isTrue();
    }

    @Test
    void aSortAloneIsReadFromAnIndexThatHoldsAllDocuments() {
        assertThat(plan(new Document(), where("_id", 1)).index()).isSameAs(byId);
        assertThat(plan(new Document(), where("email", 1))).isNull();
        assertThat(plan(where("email", null), new Document())).isNull();
        assertThat(plan(where("email", "a"), new Document()).index()).isSameAs(sparse);
        assertThat(plan(where("name", "a"), new Document())).isNull();
    }
}

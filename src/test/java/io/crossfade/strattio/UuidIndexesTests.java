package io.crossfade.strattio;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.UnitMapping;
import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Red if an open range of true UUIDs, which the copy of each first and last chunk asks for, is looked for in a whole table. */
class UuidIndexesTests {

    static final List<UnitMapping> UNITS = StrattioUnits.ALL;

    private static final DataSource DATABASE = PostgresForTests.freshDatabase();

    @ParameterizedTest
    @FieldSource("UNITS")
    void findTheFewRowsWithoutAnObjectId(UnitMapping unit) throws Exception {
        for (String bound : List.of("", " AND t.id < 'ffffffff-0000-4000-8000-000000000000'")) {
            assertThat(plan("SELECT EXISTS (SELECT FROM \"" + unit.table()
                            + "\" t WHERE NOT crossfade.embeds_object_id(t.id)" + bound + ")"))
                    .containsPattern(unit.table() + "_(uuids|list)_idx")
                    .doesNotContain("Filter");
        }
    }

    private static String plan(String sql) throws Exception {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            // The tables are empty here, for which a scan is best.
            statement.execute("SET enable_seqscan = off; SET enable_bitmapscan = off");
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = statement.executeQuery("EXPLAIN " + sql)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }
}

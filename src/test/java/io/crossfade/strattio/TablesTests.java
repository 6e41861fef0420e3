package io.crossfade.strattio;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the mappings say of the tables is what the tables are: else a document would be refused, or a row be lost, too late. */
class TablesTests {

    static final List<UnitMapping> UNITS = StrattioUnits.ALL;

    private static final DataSource DATABASE = PostgresForTests.freshDatabase();

    private static final Map<Column.Type, List<String>> TYPES = Map.of(
            Column.Type.REFERENCE, List.of("uuid"),
            Column.Type.TEXT, List.of("text", "character varying"),
            Column.Type.TIMESTAMP, List.of("timestamp with time zone"),
            Column.Type.INT, List.of("integer"),
            Column.Type.BIGINT, List.of("bigint"),
            Column.Type.BOOLEAN, List.of("boolean"),
            Column.Type.TEXT_ARRAY, List.of("ARRAY"),
            Column.Type.JSON, List.of("jsonb"));

    private record Found(String type, int length, boolean required) {}

    @ParameterizedTest
    @FieldSource("UNITS")
    void eachColumnIsMapped(UnitMapping unit) throws Exception {
        Map<String, Found> columns = columns(unit.table());

        assertThat(columns.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("id", "unmapped"),
                                unit.columns().stream().map(Column::name))
                        .toList());
        for (Column column : unit.columns()) {
            Found found = columns.get(column.name());
            assertThat(TYPES.get(column.type())).as(column.name()).contains(found.type());
            assertThat(found.length()).as(column.name()).isEqualTo(column.maxLength());
            assertThat(found.required()).as(column.name()).isEqualTo(column.required());
        }
    }

    @ParameterizedTest
    @FieldSource("UNITS")
    void allButTheKeyIsDeferrable(UnitMapping unit) throws Exception {
        assertThat(query(
                        "SELECT conname FROM pg_constraint WHERE conrelid = ?::regclass AND contype IN ('u', 'f')"
                                + " AND NOT condeferrable",
                        unit.table()))
                .isEmpty();
        assertThat(query(
                        "SELECT conname FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'u'",
                        unit.table()))
                .hasSize(unit.uniques().size());
    }

    @ParameterizedTest
    @FieldSource("UNITS")
    void eachTableTellsItsChanges(UnitMapping unit) throws Exception {
        assertThat(query(
                        "SELECT encode(tgargs, 'escape') FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid"
                                + " WHERE tgrelid = ?::regclass AND proname = 'capture'",
                        unit.table()))
                .singleElement()
                .asString()
                .startsWith(unit.name());
    }

    @Test
    void thereAreSixUnits() {
        assertThat(UNITS)
                .extracting(UnitMapping::name)
                .containsExactly("users", "organisations", "plans", "sections", "research_packs", "financial_models");
    }

    private static Map<String, Found> columns(String table) throws Exception {
        Map<String, Found> columns = new TreeMap<>();
        try (Connection connection = DATABASE.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT * FROM information_schema.columns"
                        + " WHERE table_schema = 'public' AND table_name = ?")) {
            select.setString(1, table);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                columns.put(
                        rows.getString("column_name"),
                        new Found(
                                rows.getString("data_type"),
                                rows.getInt("character_maximum_length"),
                                rows.getString("is_nullable").equals("NO")));
            }
        }
        return columns;
    }

    private static List<String> query(String sql, String table) throws Exception {
        List<String> found = new ArrayList<>();
        try (Connection connection = DATABASE.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, table);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}

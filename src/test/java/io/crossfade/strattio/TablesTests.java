package io.crossfade.strattio;

import static java.util.stream.Collectors.joining;
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

    @ParameterizedTest
    @FieldSource("UNITS")
    void aColumnTakesTheValuesOfItsMapping(UnitMapping unit) throws Exception {
        List<String> checks = new ArrayList<>();
        for (Column column : unit.columns()) {
            if (!column.allowed().isEmpty()) {
                checks.add("CHECK ((%s = ANY (ARRAY[%s])))"
                        .formatted(
                                column.name(),
                                column.allowed().stream()
                                        .map("'%s'::text"::formatted)
                                        .collect(joining(", "))));
            }
            if (column.min() != null) {
                checks.add("CHECK (((%1$s >= %2$d) AND (%1$s <= %3$d)))"
                        .formatted(column.name(), column.min(), column.max()));
            }
        }

        assertThat(query(
                        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'c'",
                        unit.table()))
                .containsExactlyInAnyOrderElementsOf(checks);
    }

    @ParameterizedTest
    @FieldSource("UNITS")
    void aColumnsDefaultIsItsMappings(UnitMapping unit) throws Exception {
        Map<String, String> wanted = new TreeMap<>(Map.of("id", "gen_random_uuid()"));
        for (Column column : unit.columns()) {
            String value = column.orElse() instanceof Column.Origin ? "now()" : String.valueOf(column.orElse());
            if (column.orElse() != null) {
                assertThat(column.required())
                        .as("%s: a NULL would never equal its document", column.name())
                        .isTrue();
                wanted.put(column.name(), value);
            }
        }

        Map<String, String> found = new TreeMap<>();
        for (String each : query(
                "SELECT attname || '=' || pg_get_expr(adbin, adrelid) FROM pg_attrdef"
                        + " JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum WHERE adrelid = ?::regclass",
                unit.table())) {
            String[] parts = each.split("=", 2);
            found.put(parts[0], parts[1].replaceFirst("^'(.*)'::[a-z ]+$", "$1"));
        }
        assertThat(found).isEqualTo(wanted);
    }

    @Test
    void childrenGoWithTheirParentsAndPlansOutliveTheirOrganisation() throws Exception {
        List<String> found = new ArrayList<>();
        for (UnitMapping unit : UNITS) {
            found.addAll(query(
                    "SELECT conname || ' ' || confdeltype::text FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'f'",
                    unit.table()));
        }

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "plans_user_id_fkey c",
                        "plans_organisation_id_fkey n",
                        "sections_plan_id_fkey c",
                        "research_packs_plan_id_fkey c",
                        "financial_models_plan_id_fkey c");
    }

    @Test
    void eachWayToRowsHasItsIndex() throws Exception {
        List<String> found = new ArrayList<>();
        for (UnitMapping unit : UNITS) {
            found.addAll(query(
                    "SELECT regexp_replace(pg_get_indexdef(indexrelid), '^CREATE (UNIQUE )?INDEX \\w+ ON public\\.', '\\1')"
                            + " FROM pg_index WHERE indrelid = ?::regclass AND NOT indisprimary AND indisvalid",
                    unit.table()));
        }

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "UNIQUE users USING btree (email)",
                        "users USING btree (email)",
                        "users USING btree (created_at DESC)",
                        "users USING btree (crossfade.embeds_object_id(id), id)",
                        "organisations USING btree (crossfade.embeds_object_id(id), id)",
                        "plans USING btree (user_id, created_at DESC)",
                        "plans USING btree (status)",
                        "plans USING btree (organisation_id)",
                        "plans USING btree (id) WHERE (NOT crossfade.embeds_object_id(id))",
                        "UNIQUE sections USING btree (plan_id, order_index)",
                        "sections USING btree (plan_id, order_index)",
                        "sections USING btree (section_type)",
                        "sections USING btree (id) WHERE (NOT crossfade.embeds_object_id(id))",
                        "UNIQUE research_packs USING btree (plan_id, version)",
                        "research_packs USING btree (plan_id)",
                        "research_packs USING btree (retrieved_at DESC)",
                        "research_packs USING btree (id) WHERE (NOT crossfade.embeds_object_id(id))",
                        "UNIQUE financial_models USING btree (plan_id, version)",
                        "financial_models USING btree (plan_id)",
                        "financial_models USING btree (id) WHERE (NOT crossfade.embeds_object_id(id))");
    }

    @ParameterizedTest
    @FieldSource("UNITS")
    void whatHasAnUpdateTimeIsTouched(UnitMapping unit) throws Exception {
        boolean dated = unit.columns().stream().anyMatch(column -> column.name().equals("updated_at"));

        assertThat(query(
                        "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid"
                                + " WHERE tgrelid = ?::regclass AND proname = 'touch_updated_at'",
                        unit.table()))
                .hasSize(dated ? 1 : 0)
                .allSatisfy(trigger -> assertThat(trigger).contains("BEFORE UPDATE", "FOR EACH ROW"));
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

package io.crossfade.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one collection's documents become one table's rows: declared once, used by every path that copies data. The id
 * ({@code _id} and {@code id}) and the {@code unmapped} column, which takes every field that no column takes, belong to
 * each mapping without being named.
 *
 * <pre>{@code
 * UnitMapping.of("sections")
 *     .column(reference("plan_id", "plans").asRequired())
 *     .column(text("title", 255).asRequired())
 *     .column(integer("word_count").inField("words").orElse(0))
 *     .unique("plan_id", "order_index")
 *     .build();
 * }</pre>
 */
public final class UnitMapping {

    private final String name;
    private final String collection;
    private final String table;
    private final List<Column> columns;
    private final List<List<String>> uniques;

    private UnitMapping(Builder builder) {
        name = builder.name;
        collection = builder.collection;
        table = builder.table;
        columns = List.copyOf(builder.columns);
        uniques = List.copyOf(builder.uniques);
    }

    /** Starts a mapping whose collection and table both bear the unit's name. */
    public static Builder of(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    public String collection() {
        return collection;
    }

    public String table() {
        return table;
    }

    /** All but {@code id} and {@code unmapped}, in declared order. */
    public List<Column> columns() {
        return columns;
    }

    /** Column names of each unique constraint beside the primary key. */
    public List<List<String>> uniques() {
        return uniques;
    }

    /** Names of the units that this one's columns reference. */
    public Set<String> parents() {
        Set<String> parents = new LinkedHashSet<>();
        for (Column column : columns) {
            if (column.references() != null) {
                parents.add(column.references());
            }
        }
        return parents;
    }

    /** The former names of fields, each with the present one. */
    public Map<String, String> formerNames() {
        Map<String, String> names = new LinkedHashMap<>();
        columns.forEach(column -> column.formerly().forEach(former -> names.put(former, column.field())));
        return names;
    }

    /** @throws IllegalArgumentException if no column has that name */
    public Column column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Unit '" + name + "' has no column '" + columnName + "'"));
    }

    @Override
    public String toString() {
        return "UnitMapping[" + name + "]";
    }

    /** Collects a mapping; {@link #build()} checks it. */
    public static final class Builder {

        private final String name;
        private String collection;
        private String table;
        private final List<Column> columns = new ArrayList<>();
        private final List<List<String>> uniques = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
            this.collection = name;
            this.table = name;
        }

        public Builder collection(String collectionName) {
            collection = collectionName;
            return this;
        }

        public Builder table(String tableName) {
            table = tableName;
            return this;
        }

        public Builder column(Column column) {
            columns.add(column);
            return this;
        }

        public Builder unique(String... columnNames) {
            uniques.add(List.of(columnNames));
            return this;
        }

        /** @throws IllegalArgumentException if a column or field stands twice, a name is no plain identifier, a field begins with $, or
         *     has a former name and is one by which documents are found */
        public UnitMapping build() {
            Set<String> seen = new LinkedHashSet<>(List.of("id", "unmapped", "_id"));
            for (Column column : columns) {
                requireIdentifier(column.name());
                if (column.field().startsWith("$")) {
                    throw new IllegalArgumentException("Unit '" + name + "': the field '" + column.field()
                            + "' begins with $, and MongoDB would not take it back");
                }
                if (!column.formerly().isEmpty() && isLookedUp(column)) {
                    throw new IllegalArgumentException("Unit '" + name + "': documents are found by '" + column.field()
                            + "', so it can have no former name; rename the field in MongoDB ($rename)");
                }
                Set<String> names = new LinkedHashSet<>(column.fields());
                boolean twice = names.size() < column.fields().size();
                names.add(column.name());
                if (twice || !names.stream().allMatch(seen::add)) {
                    throw new IllegalArgumentException("Unit '" + name + "' maps one of " + names + " twice");
                }
            }
            requireIdentifier(table);
            UnitMapping mapping = new UnitMapping(this);
            uniques.forEach(unique -> unique.forEach(mapping::column));
            return mapping;
        }

        private boolean isLookedUp(Column column) {
            return column.references() != null || uniques.stream().anyMatch(unique -> unique.contains(column.name()));
        }

        private void requireIdentifier(@Nullable String identifier) {
            if (identifier == null || !identifier.matches("[a-z_][a-z0-9_]*")) {
                throw new IllegalArgumentException(
                        "Unit '" + name + "': '" + identifier + "' is no plain lower-case identifier");
            }
        }
    }
}

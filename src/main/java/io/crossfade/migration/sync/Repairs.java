package io.crossfade.migration.sync;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/** Finds out why a store refused keys, after the transaction was rolled back: missing parents, and unique values held by others. */
final class Repairs {

    /** On each side. */
    private static final int NEIGHBOURS = 5;

    private final Units units;
    private final DataSource dataSource;
    private final MongoDatabase database;
    private final long sourceLimitMillis;

    Repairs(Units units, DataSource dataSource, MongoDatabase database, long sourceLimitMillis) {
        this.units = units;
        this.dataSource = dataSource;
        this.database = database;
        this.sourceLimitMillis = sourceLimitMillis;
    }

    /** A row that is referenced and not there. */
    record MissingParent(String unit, String key, String column) {}

    /** For each key whose row references a parent that the target does not hold, the first such parent. */
    Map<String, MissingParent> missingParents(UnitMapping mapping, Map<String, Row> rows) throws SQLException {
        Map<String, MissingParent> missing = new LinkedHashMap<>();
        List<Column> columns = mapping.columns();
        for (int i = 0; i < columns.size(); i++) {
            String parent = columns.get(i).references();
            if (parent == null) {
                continue;
            }
            Map<String, UUID> referenced = new HashMap<>();
            for (Map.Entry<String, Row> row : rows.entrySet()) {
                if (row.getValue().values().get(i) instanceof UUID id) {
                    referenced.put(row.getKey(), id);
                }
            }
            Set<UUID> present = present(units.get(parent), new HashSet<>(referenced.values()));
            String column = columns.get(i).name();
            referenced.forEach((key, id) -> {
                if (!present.contains(id)) {
                    missing.putIfAbsent(key, new MissingParent(parent, Ids.text(id), column));
                }
            });
        }
        return missing;
    }

    private Set<UUID> present(UnitMapping parent, Collection<UUID> ids) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT id FROM \"" + parent.table() + "\" WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Set<UUID> present = new HashSet<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    present.add(found.getObject(1, UUID.class));
                }
            }
            return present;
        }
    }

    /** A few other keys of the unit: of rows whose ids lie next to that one, or of any documents if there is no row. In no order. */
    List<String> neighbours(UnitMapping mapping, String key) throws SQLException {
        List<String> neighbours = rowsNextTo(mapping, key);
        if (neighbours.isEmpty()) {
            documents(mapping)
                    .find(Filters.ne("_id", Ids.bson(key)))
                    .projection(Projections.include("_id"))
                    .limit(NEIGHBOURS)
                    .forEach(document -> neighbours.add(SourceReads.key(document)));
        }
        Collections.shuffle(neighbours);
        return neighbours;
    }

    private List<String> rowsNextTo(UnitMapping mapping, String key) throws SQLException {
        UUID id = Outbox.uuids(List.of(key)).stream().findFirst().orElse(new UUID(0, 0));
        String select = "(SELECT id FROM \"" + mapping.table() + "\" WHERE id ";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement nearest = connection.prepareStatement(select + "< ? ORDER BY id DESC LIMIT "
                        + NEIGHBOURS + ") UNION ALL " + select + "> ? ORDER BY id LIMIT " + NEIGHBOURS + ")")) {
            nearest.setObject(1, id);
            nearest.setObject(2, id);
            List<String> neighbours = new ArrayList<>();
            try (ResultSet found = nearest.executeQuery()) {
                while (found.next()) {
                    neighbours.add(Ids.text(found.getObject(1, UUID.class)));
                }
            }
            return neighbours;
        }
    }

    /** The keys of rows in the target that hold a unique value which one of these rows is to hold. */
    Set<String> rowsInTheWay(UnitMapping mapping, Map<String, Row> rows) throws SQLException {
        Set<String> holders = new TreeSet<>();
        try (Connection connection = dataSource.getConnection()) {
            for (List<String> unique : mapping.uniques()) {
                String condition = String.join(
                        " AND ",
                        unique.stream().map(column -> "\"" + column + "\" = ?").toList());
                try (PreparedStatement select = connection.prepareStatement(
                        "SELECT id FROM \"" + mapping.table() + "\" WHERE " + condition + " AND id <> ?")) {
                    for (Row row : rows.values()) {
                        List<Object> values = values(mapping, unique, row);
                        if (values.size() < unique.size()) {
                            continue;
                        }
                        for (int i = 0; i < values.size(); i++) {
                            select.setObject(i + 1, values.get(i));
                        }
                        select.setObject(values.size() + 1, row.id());
                        try (ResultSet found = select.executeQuery()) {
                            while (found.next()) {
                                holders.add(Ids.text(found.getObject(1, UUID.class)));
                            }
                        }
                    }
                }
            }
        }
        return holders;
    }

    /** Of rows that claim one unique value, all but the first in id order, with the constraint as the reason. */
    Map<String, Refusal> duplicates(UnitMapping mapping, Map<String, Row> rows) {
        Map<String, Refusal> later = new HashMap<>();
        for (List<String> unique : mapping.uniques()) {
            Set<List<Object>> claimed = new HashSet<>();
            for (String key : new TreeSet<>(rows.keySet())) {
                Row row = rows.get(key);
                if (row == null) {
                    continue;
                }
                List<Object> values = values(mapping, unique, row);
                if (values.size() == unique.size() && !claimed.add(values)) {
                    later.put(key, Refusal.duplicate(String.join(", ", unique)));
                }
            }
        }
        return later;
    }

    /** The keys of documents that hold a unique value which one of these documents is to hold. */
    Set<String> documentsInTheWay(UnitMapping mapping, Map<String, BsonDocument> documents) {
        Set<String> holders = new TreeSet<>();
        for (List<String> unique : mapping.uniques()) {
            List<String> fields = unique.stream()
                    .map(column -> mapping.column(column).field())
                    .toList();
            for (BsonDocument document : documents.values()) {
                List<Bson> filters = new ArrayList<>();
                fields.forEach(field -> filters.add(Filters.eq(field, document.get(field, BsonNull.VALUE))));
                filters.add(Filters.ne("_id", document.get("_id")));
                for (BsonDocument holder :
                        documents(mapping).find(Filters.and(filters)).projection(Projections.include("_id"))) {
                    holders.add(SourceReads.key(holder));
                }
            }
        }
        return holders;
    }

    /** As the primary holds them, by which an index refuses, whether the majority has it already or not. */
    private MongoCollection<RawBsonDocument> documents(UnitMapping mapping) {
        return database.getCollection(mapping.collection(), RawBsonDocument.class)
                .withReadPreference(ReadPreference.primary())
                .withReadConcern(ReadConcern.LOCAL)
                .withTimeout(sourceLimitMillis, TimeUnit.MILLISECONDS);
    }

    /** Names keys in the outbox, committed at once: what is about to be taken away for a moment must come back. */
    void noteAsChanged(String unit, Collection<String> keys) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Outbox.add(connection, unit, keys);
        }
    }

    /** The row's values of those columns; shorter than the columns if one is null, for null is unlike any value. */
    private static List<Object> values(UnitMapping mapping, List<String> columns, Row row) {
        List<Object> values = new ArrayList<>();
        for (String column : columns) {
            Object value = row.values().get(mapping.columns().indexOf(mapping.column(column)));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }
}

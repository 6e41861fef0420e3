package io.crossfade.embedded.tour;

import com.mongodb.client.MongoDatabase;
import io.crossfade.embedded.sample.traffic.JsonValues;
import io.crossfade.embedded.sample.traffic.Ledger;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds a ledger against MongoDB's own documents, past the service: every field that the ledger knows, a null and what stands
 * inside JSON included.
 */
final class MongoLedgerCheck {

    private final MongoDatabase database;
    private final Units units;

    MongoLedgerCheck(MongoDatabase database, Units units) {
        this.database = database;
        this.units = units;
    }

    /** One line per path that contradicts the ledger. Paths in more than one possible state are passed over. */
    List<String> contradictions(Ledger ledger) {
        List<String> found = new ArrayList<>();
        Set<String> gone = new HashSet<>(ledger.gone());
        for (Map.Entry<String, @Nullable JsonNode> entry : ledger.certain().entrySet()) {
            String path = entry.getKey();
            JsonNode fields = entry.getValue();
            if (fields == null && !gone.contains(path)) {
                continue;
            }
            UnitMapping mapping = mapping(path);
            BsonDocument document = database.getCollection(mapping.collection(), BsonDocument.class)
                    .find(new Document("_id", Ids.bson(path.substring(path.lastIndexOf('/') + 1))))
                    .first();
            if (document == null || fields == null) {
                if ((document == null) != (fields == null)) {
                    found.add(path + ": " + (document == null ? "not in the store" : "in the store, and was deleted"));
                }
                continue;
            }
            List<String> different = differences(mapping, document, fields);
            if (!different.isEmpty()) {
                found.add(path + ": the store has other values of " + different);
            }
        }
        return found;
    }

    private UnitMapping mapping(String path) {
        String collection = path.split("/", -1)[2];
        return units.get(collection.replace('-', '_'));
    }

    private static List<String> differences(UnitMapping mapping, BsonDocument document, JsonNode fields) {
        List<String> different = new ArrayList<>();
        try {
            Row row = Documents.toRow(mapping, document);
            for (int i = 0; i < mapping.columns().size(); i++) {
                Column column = mapping.columns().get(i);
                JsonNode shown = fields.path(column.field());
                Object stored = row.values().get(i);
                if (!shown.isMissingNode() && !same(column, stored, shown)) {
                    different.add(column.field());
                }
            }
        } catch (RefusedException e) {
            different.add(e.getMessage() == null ? "the document" : e.getMessage());
        }
        return different;
    }

    private static boolean same(Column column, @Nullable Object stored, JsonNode shown) {
        if (stored == null || shown.isNull()) {
            return stored == null && shown.isNull();
        }
        return switch (column.type()) {
            case TEXT -> shown.asString().equals(stored);
            case INT, BIGINT -> stored instanceof Number number && number.longValue() == shown.asLong();
            case BOOLEAN -> stored instanceof Boolean bool && bool == shown.asBoolean();
            case TIMESTAMP -> Instant.parse(shown.asString()).equals(stored);
            case REFERENCE -> stored instanceof UUID id && Ids.text(id).equals(shown.asString());
            case JSON -> JsonValues.same(shown, ServiceClient.JSON.readTree((String) stored));
            case TEXT_ARRAY -> JsonValues.same(shown, ServiceClient.JSON.valueToTree(stored));
        };
    }
}

package io.crossfade.migration.testing;

import static io.crossfade.migration.Column.integer;
import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.reference;
import static io.crossfade.migration.Column.text;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.mapping.Comparison;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SourceReads;
import io.crossfade.migration.sync.SyncForTests;
import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Both real stores with two small units in them: {@code owners}, and {@code items} that belong to owners. */
public final class TwoStores implements AutoCloseable {

    public static final UnitMapping OWNERS = UnitMapping.of("owners")
            .column(text("name", 40).asRequired())
            .column(json("settings"))
            .build();
    public static final UnitMapping ITEMS = UnitMapping.of("items")
            .column(reference("owner_id", "owners").inField("owner").asRequired())
            .column(text("code", 40))
            .column(integer("rank"))
            .unique("code")
            .build();

    public final EmbeddedMongo mongo = EmbeddedMongo.start();
    public final MongoClient client;
    public final MongoDatabase source;
    public final HikariDataSource target = pool(PostgresForTests.freshDatabase());
    public final Units units = new Units(List.of(OWNERS, ITEMS));
    public final PostgresFence fence = new PostgresFence(target, Installation.ofNewStores());
    public final UnitStates states;
    public final SourceReads reads;
    public final KeySync sync;

    public TwoStores() throws SQLException {
        this(EmbeddedMongo::connectionString);
    }

    /** @param address by which the source is reached */
    public TwoStores(Function<EmbeddedMongo, String> address) throws SQLException {
        client = MongoClients.create(address.apply(mongo) + "&serverSelectionTimeoutMS=2000");
        source = client.getDatabase("strattio");
        sql("CREATE TABLE owners (id UUID PRIMARY KEY, name VARCHAR(40) NOT NULL CHECK (name <> 'forbidden'),"
                + " settings JSONB, unmapped JSONB)");
        sql("CREATE TABLE items (id UUID PRIMARY KEY, owner_id UUID NOT NULL REFERENCES owners ON DELETE CASCADE,"
                + " code TEXT UNIQUE DEFERRABLE, rank INT, unmapped JSONB)");
        for (String table : List.of("owners", "items")) {
            sql("CREATE TRIGGER capture AFTER INSERT OR UPDATE OR DELETE ON " + table
                    + " FOR EACH ROW EXECUTE FUNCTION crossfade.capture('" + table + "')");
        }
        states = new UnitStates(units, fence, Set.of());
        reads = SyncForTests.reads(client, source);
        sync = SyncForTests.keySync(units, target, fence, source, reads);
    }

    /** Puts both units there, with what the fence allows in that phase. */
    public void phase(String phase) throws SQLException {
        boolean open = phase.equals("target");
        sql("UPDATE crossfade.unit SET epoch = epoch + 1, phase = '" + phase + "', state = '"
                + (open ? "open" : "closed") + "', recording = " + phase.equals("backfill") + ", capturing = " + open);
        states.refresh();
    }

    public MongoCollection<BsonDocument> documents(UnitMapping mapping) {
        return source.getCollection(mapping.collection(), BsonDocument.class);
    }

    public static BsonDocument owner(BsonValue id, String name) {
        return new BsonDocument("_id", id).append("name", new BsonString(name));
    }

    public static BsonDocument item(BsonValue id, BsonValue owner, String code, int rank) {
        return new BsonDocument("_id", id)
                .append("owner", owner)
                .append("code", new BsonString(code))
                .append("rank", new BsonInt32(rank));
    }

    public void sql(String sql) throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public List<String> query(String sql) throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    /** Keys under which the stores differ, each with how; a document that no row can be made of is not among them. */
    public Map<String, String> differences(UnitMapping mapping) throws SQLException {
        Map<String, Row> rows = new TreeMap<>();
        PostgresRows table = new PostgresRows(mapping);
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(table.selectSql())) {
            while (results.next()) {
                Row row = table.read(results);
                rows.put(Ids.text(row.id()), row);
            }
        }
        Set<String> quarantined =
                new HashSet<>(query("SELECT key FROM crossfade.quarantine WHERE unit = '" + mapping.name() + "'"));
        Map<String, String> differences = new TreeMap<>();
        for (BsonDocument document : documents(mapping).find()) {
            String key = Ids.text(document.get("_id"));
            Row row = rows.remove(key);
            if (quarantined.contains(key)) {
                continue;
            }
            try {
                if (row == null) {
                    differences.put(key, "missing");
                } else if (!Comparison.differences(mapping, Documents.toRow(mapping, document), row)
                        .isEmpty()) {
                    differences.put(key, "different");
                }
            } catch (RefusedException refused) {
                differences.put(key, "not in quarantine");
            }
        }
        rows.keySet().forEach(key -> differences.put(key, "extra"));
        return differences;
    }

    @Override
    public void close() {
        client.close();
        mongo.close();
        target.close();
    }

    private static HikariDataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }
}

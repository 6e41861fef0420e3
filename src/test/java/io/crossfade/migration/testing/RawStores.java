package io.crossfade.migration.testing;

import io.crossfade.migration.UnitMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;

/** {@link TwoStores} whose source holds documents that no driver can decode and write again as they were. */
public final class RawStores implements AutoCloseable {

    /** What the source stores for a lone surrogate, whose bytes clients see. */
    public static final String SURROGATE = "\u2603";

    private static final HexFormat HEX = HexFormat.of();

    /** {@code x: 1, ☃: 2}, seen as {@code xyz: 1, xyz: 2}. */
    private static final byte[] TWO_KEYS = HEX.parseHex("1078797a0001000000" + "10e298830002000000");

    private static final byte[] ONE_KEY_TWICE = HEX.parseHex("1078797a0001000000" + "1078797a0002000000");

    public final TwoStores stores;
    private RewritingProxy proxy;

    public RawStores() throws SQLException {
        stores = new TwoStores(mongo -> {
            proxy = new RewritingProxy(
                    mongo.port(),
                    List.of(
                            new RewritingProxy.Pair(TWO_KEYS, ONE_KEY_TWICE),
                            new RewritingProxy.Pair(
                                    SURROGATE.getBytes(StandardCharsets.UTF_8), HEX.parseHex("eda080"))));
            return proxy.connectionString();
        });
    }

    /** Ids that are not the same once they were decoded. */
    public static List<BsonValue> ids() {
        return List.of(
                new BsonString("a" + SURROGATE + "b"),
                new BsonDocument("nested", new BsonString(SURROGATE)),
                new BsonDocument("xyz", new BsonInt32(1)).append(SURROGATE, new BsonInt32(2)));
    }

    /** As those that clients write directly to it, past whatever this driver would not write. */
    public void insert(UnitMapping mapping, BsonValue id, BsonDocument fields) {
        BsonDocument document = new BsonDocument("_id", id);
        document.putAll(fields);
        try (var direct = com.mongodb.client.MongoClients.create(stores.mongo.connectionString())) {
            direct.getDatabase("strattio")
                    .getCollection(mapping.collection(), BsonDocument.class)
                    .insertOne(document);
        }
    }

    public void delete(UnitMapping mapping, BsonValue id) {
        try (var direct = com.mongodb.client.MongoClients.create(stores.mongo.connectionString())) {
            direct.getDatabase("strattio").getCollection(mapping.collection()).deleteOne(new Document("_id", id));
        }
    }

    @Override
    public void close() throws IOException {
        stores.close();
        proxy.close();
    }
}

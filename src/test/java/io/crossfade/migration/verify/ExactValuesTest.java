package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.crossfade.migration.mapping.Ids;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.junit.jupiter.api.Test;

/** Documents from real use go to the other store and come back as they were, and verification tells if they do not. */
class ExactValuesTest extends VerificationFixture {

    /** Whole doubles up to 2^53 and 2^60. */
    private static final String WHOLE_DOUBLES =
            "74000000075f6964005f010dc02bc9bd9768808b15026e616d65000e000000646f75626c65"
                    + "2d322d35332d41000373657474696e6773003c0000000161000000000000004043016200010000000000404301630000000000"
                    + "0000b04301650000003426f56b0c430166000000000f1a26e8410000";

    /** An id of 19 digits that JavaScript stored as a double. */
    private static final String SNOWFLAKE =
            "4e000000075f6964005f01d5ce405b227dbc4a2aa1026e616d650013000000646f75626c652d736e"
                    + "6f77666c616b652d41000373657474696e677300110000000169640081e97df41022b1430000";

    /** A top-level field called {@code $meta}. */
    private static final String TOP_DOLLAR =
            "3a000000075f6964005f01a066272f3d1bf19060eb026e616d65000d000000746f702d646f6c6c61"
                    + "722d410002246d6574610002000000780000";

    @Test
    void wholeDoublesComeBackAsTheyWere() throws Exception {
        assertComeBack(document(WHOLE_DOUBLES), document(SNOWFLAKE));
    }

    @Test
    void namesWithDotsAndNestedDollarsComeBackIntoADocumentThatIsThere() throws Exception {
        assertComeBack(document(SNOWFLAKE)
                .append("a.b", document(WHOLE_DOUBLES).get("settings"))
                .append("nested", BsonDocument.parse("{\"$set\": {\"$x\": -0.0, \"c.d\": 1}}")));
    }

    @Test
    void aNameThatCouldNotComeBackIsSetAsideOnTheWayThere() throws Exception {
        BsonDocument document = document(TOP_DOLLAR);
        stores.documents(OWNERS).insertOne(document);
        String key = Ids.text(document.get("_id"));

        assertThat(stores.sync.sync("owners", List.of(key)).quarantined()).containsExactly(key);
        assertThat(stores.query("SELECT reason || ' ' || column_name FROM crossfade.quarantine"))
                .containsExactly("dollar-field unmapped");
        assertThat(stores.query("SELECT id FROM owners")).isEmpty();
    }

    /** As an earlier version wrote it: the shortest digits, of which JSONB dropped the exponent. */
    @Test
    void anotherNumberInTheRowIsFoundAndRepaired() throws Exception {
        BsonDocument document = document(SNOWFLAKE);
        stores.documents(OWNERS).insertOne(document);
        stores.sync.sync("owners", List.of(Ids.text(document.get("_id"))));
        stores.sql("UPDATE owners SET settings = '{\"id\": 1.2345678901234568E18}'");
        assertThat(differences()).isEqualTo(1);
        assertThat(verify(true).repaired()).isEqualTo(1);
        assertThat(differences()).isZero();

        stores.sql("UPDATE owners SET settings = '{\"id\": 1234567890123456768}'");
        assertThat(verify(true).repaired()).isEqualTo(1);
        assertThat(stores.query("SELECT settings ->> 'id' FROM owners")).containsExactly("1234567890123456768.0");
        assertThat(differences()).isZero();
    }

    private void assertComeBack(BsonDocument... documents) throws Exception {
        Map<String, BsonDocument> before = new TreeMap<>();
        for (BsonDocument document : documents) {
            stores.documents(OWNERS).insertOne(document);
            before.put(Ids.text(document.get("_id")), document);
        }
        stores.sync.sync("owners", before.keySet());
        assertThat(differences()).isZero();
        stores.phase("target");
        // Another row, so that the document that is there has to be replaced.
        stores.sql("UPDATE owners SET name = 'changed'");
        stores.sync.sync("owners", before.keySet());
        assertThat(differences()).isZero();
        for (BsonDocument document : before.values()) {
            BsonDocument back = stores.documents(OWNERS)
                    .find(Filters.eq("_id", document.get("_id")))
                    .first();
            assertThat(back.remove("name").asString().getValue()).isEqualTo("changed");
            document.remove("name");
            assertThat(back).isEqualTo(document);
        }
    }

    private long differences() throws Exception {
        VerificationStatus found = verify(false);
        return found.different() + found.missing() + found.extra() + found.unmappable();
    }

    private static BsonDocument document(String hex) {
        try (BsonBinaryReader reader =
                new BsonBinaryReader(java.nio.ByteBuffer.wrap(HexFormat.of().parseHex(hex)))) {
            return new BsonDocumentCodec()
                    .decode(reader, DecoderContext.builder().build());
        }
    }
}

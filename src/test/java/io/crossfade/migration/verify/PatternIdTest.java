package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.testing.RewritingProxy;
import io.crossfade.migration.testing.TwoStores;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An {@code _id} that is a regular expression, as servers once took it: no filter is equality with it. */
class PatternIdTest extends VerificationFixture {

    /** {@code _id: "abc"} in the store, seen as {@code _id: /abcdef/}. */
    private static final RewritingProxy.Pair STORED_AS_TEXT = new RewritingProxy.Pair(
            HexFormat.of().parseHex("025f6964000400000061626300"),
            HexFormat.of().parseHex("0b5f6964006162636465660000"));

    private static final BsonValue PATTERN = new BsonRegularExpression("abcdef");

    private RewritingProxy proxy;

    @BeforeEach
    @Override
    void open() throws Exception {
        stores = new TwoStores(mongo -> {
            proxy = new RewritingProxy(mongo.port(), List.of(STORED_AS_TEXT));
            return proxy.connectionString();
        });
        stores.phase("dual_write");
        stores.documents(OWNERS).insertOne(owner(new BsonString("abc"), "n"));
    }

    @AfterEach
    @Override
    void close() {
        stores.close();
        try {
            proxy.close();
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void isAFinding() throws Exception {
        assertThat(stores.documents(OWNERS).find().first().get("_id")).isEqualTo(PATTERN);

        VerificationStatus shown = verify(false);

        assertThat(shown.clean()).isFalse();
        assertThat(verification().findings("owners", null, 10)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Difference.Kind.UNMAPPABLE);
            assertThat(finding.key()).isEqualTo(Ids.text(PATTERN));
        });
        assertThat(verify(true).quarantined()).isEqualTo(1);
        assertThat(stores.query("SELECT reason FROM crossfade.quarantine")).containsExactly("id-type");
    }

    /** Red if what it matches is deleted in its place. */
    @Test
    void thatIsGoneTakesNothingAlong() throws Exception {
        stores.phase("target");
        stores.documents(OWNERS).insertOne(owner(new BsonString("an /xyz/ in it"), "n"));

        stores.sync.sync("owners", List.of(Ids.text(new BsonRegularExpression("xyz"))));

        assertThat(stores.documents(OWNERS).countDocuments(new BsonDocument("_id", new BsonString("an /xyz/ in it"))))
                .isEqualTo(1);
    }
}

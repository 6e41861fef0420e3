package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.testing.RawStores;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A verification finds documents whose {@code _id} is not the same once it was decoded, and goes on behind them. */
class RawIdsTest extends VerificationFixture {

    private RawStores raw;

    @BeforeEach
    @Override
    void open() throws Exception {
        raw = new RawStores();
        stores = raw.stores;
        stores.phase("dual_write");
        for (BsonValue id : RawStores.ids()) {
            raw.insert(OWNERS, id, new BsonDocument("name", new BsonString("n")));
        }
        for (int i = 0; i < 10; i++) {
            raw.insert(OWNERS, new BsonString(RawStores.SURROGATE + i), new BsonDocument("name", new BsonString("n")));
        }
    }

    @AfterEach
    @Override
    void close() {
        try {
            raw.close();
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void showsThemUntilTheyStandInTheQuarantine() throws Exception {
        VerificationStatus shown = verify(false);

        assertThat(shown.state()).isEqualTo(VerificationState.FINISHED);
        assertThat(shown.compared()).isEqualTo(13);
        assertThat(shown.unmappable()).isEqualTo(13);
        List<Finding> findings = verification().findings("owners", null, 100);
        assertThat(findings).hasSize(13).allSatisfy(finding -> assertThat(finding.kind())
                .isEqualTo(Difference.Kind.UNMAPPABLE));

        VerificationStatus repaired = verify(true);
        assertThat(repaired.quarantined()).isEqualTo(13);
        assertThat(stores.query("SELECT DISTINCT reason FROM crossfade.quarantine ORDER BY reason"))
                .containsExactly("duplicate-key", "invalid-unicode");
        assertThat(verify(false).quarantined()).isEqualTo(13);
    }
}

package io.crossfade.migration.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.testing.TwoStores;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fault of the program or of the mapping that one key meets must not hold up the others for ever. */
class UnexpectedFailureTest {

    /** Whoever lacks a name meets a default that is taken from a column which does not exist. */
    private static final UnitMapping FAULTY = UnitMapping.of("owners")
            .column(Column.text("name", "name", 40).asRequired().orElse(new Column.Origin.Of("nowhere")))
            .build();

    private TwoStores stores;
    private KeySync sync;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("dual_write");
        sync = SyncForTests.keySync(
                new Units(List.of(FAULTY)), stores.target, stores.fence, stores.source, stores.reads);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** Red if the failure ends the whole batch, which the feed would then repeat. */
    @Test
    void setsTheKeyAsideAndSyncsTheOthers() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            BsonObjectId id = new BsonObjectId();
            keys.add(id.getValue().toHexString());
            stores.documents(FAULTY).insertOne(TwoStores.owner(id, "secret " + i));
        }
        BsonObjectId nameless = new BsonObjectId();
        keys.add(7, nameless.getValue().toHexString());
        stores.documents(FAULTY).insertOne(TwoStores.owner(nameless, "x"));
        stores.documents(FAULTY).updateOne(Filters.eq("_id", nameless), Updates.unset("name"));

        assertThat(sync.sync("owners", keys).quarantined())
                .containsExactly(nameless.getValue().toHexString());

        assertThat(stores.query("SELECT count(*) FROM owners")).containsExactly("20");
        assertThat(stores.query("SELECT reason || ' ' || detail FROM crossfade.quarantine"))
                .containsExactly("unexpected java.lang.IllegalArgumentException");

        stores.documents(FAULTY).updateOne(Filters.eq("_id", nameless), Updates.set("name", "named"));
        sync.sync("owners", List.of(nameless.getValue().toHexString()));
        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).isEmpty();
        assertThat(stores.query("SELECT count(*) FROM owners")).containsExactly("21");
    }
}

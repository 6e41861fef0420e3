package io.crossfade.migration.sync;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.crossfade.embedded.mongo.Command;
import io.crossfade.embedded.mongo.Faults;
import io.crossfade.migration.testing.TwoStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However much its keys hold, and however long they take together, a sync of many comes through. */
@Timeout(120)
class LargeBatchTest {

    private static final Predicate<Command> FIND = Command.named("find").and(Command.on("owners"));

    private final List<String> keys = new ArrayList<>();
    private TwoStores stores;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("dual_write");
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private void owners(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            BsonObjectId id = new BsonObjectId();
            keys.add(id.getValue().toHexString());
            stores.documents(OWNERS)
                    .insertOne(TwoStores.owner(id, "owner " + i)
                            .append("settings", new BsonDocument("b", new BsonBinary(new byte[bytes]))));
        }
    }

    @Test
    void readsNoMoreThanFitsInMemory() throws Exception {
        owners(24, 1 << 20);
        try (Faults.Fault counted = stores.mongo.faults().delay(FIND, Duration.ZERO)) {
            assertThat(stores.sync.sync("owners", keys).synced()).isEqualTo(24);
            assertThat(counted.hits()).as("one for all, then one for each part").isEqualTo(9);
        }
        assertThat(stores.query("SELECT count(*) FROM owners")).containsExactly("24");
        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).isEmpty();
    }

    /** Red if the same batch is repeated for ever. */
    @Test
    void goesOnWithFewerWhenManyTakeTooLong() throws Exception {
        owners(8, 10);
        try (Faults.Fault slow = stores.mongo.faults().delay(Faults.first(1, FIND), Duration.ofSeconds(8))) {
            assertThat(stores.sync.sync("owners", keys).synced()).isEqualTo(8);
            assertThat(slow.hits()).isEqualTo(1);
        }
        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).isEmpty();
    }

    @Test
    void writesBackToTheSourceInPartsToo() throws Exception {
        owners(24, 1 << 20);
        stores.sync.sync("owners", keys);
        stores.phase("target");
        stores.sql("UPDATE owners SET name = 'changed'");

        assertThat(stores.sync.sync("owners", keys).synced()).isEqualTo(24);

        assertThat(stores.documents(OWNERS).countDocuments(Filters.eq("name", "changed")))
                .isEqualTo(24);
        assertThat(stores.query("SELECT key FROM crossfade.outbox")).isEmpty();
    }
}

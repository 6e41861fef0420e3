package io.crossfade.migration.sync;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.crossfade.embedded.mongo.Command;
import io.crossfade.embedded.mongo.Faults;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.testing.TwoStores;
import io.crossfade.testing.PostgresForTests;
import io.crossfade.torture.net.RoundTrips;
import io.crossfade.torture.net.TcpProxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What a sync costs, counted at the wire. Red when one more statement is sent apart; docs/performance.md names the numbers. */
class RoundTripsTest {

    private static final int MANY = 100;

    private final TwoStores stores = stores();
    private final RoundTrips trips = new RoundTrips();
    private final TcpProxy proxy = TcpProxy.to(PostgresForTests.server().getPort(), trips);
    private final SingleConnectionDataSource target = target();
    private final KeySync sync = SyncForTests.keySync(
            stores, target, SyncForTests.shortLimits(Duration.ofSeconds(5), Duration.ofSeconds(15)));
    private final AtomicInteger commands = new AtomicInteger();
    private final List<String> keys = new ArrayList<>();
    private Faults.Fault counting;

    private static TwoStores stores() {
        try {
            return new TwoStores();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** One connection, so that nothing is sent but what the sync sends. */
    private SingleConnectionDataSource target() {
        PGSimpleDataSource database = (PGSimpleDataSource) stores.target.getDataSource();
        String url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database.getDatabaseName()
                + "?sslmode=disable&gssEncMode=disable";
        return new SingleConnectionDataSource(url, PostgresForTests.USER, PostgresForTests.PASSWORD, true);
    }

    @BeforeEach
    void count() {
        counting = stores.mongo.faults().refuse(command -> {
            if (command.name().equals("find") || Command.writes().test(command)) {
                commands.incrementAndGet();
            }
            return false;
        });
    }

    @AfterEach
    void close() throws Exception {
        counting.close();
        target.destroy();
        proxy.close();
        stores.close();
    }

    private void change(int documents, String name) {
        keys.clear();
        for (int i = 0; i < documents; i++) {
            ObjectId id = new ObjectId(String.format("%024x", i + 1));
            keys.add(id.toHexString());
            stores.documents(OWNERS)
                    .replaceOne(
                            Filters.eq("_id", id),
                            TwoStores.owner(new BsonObjectId(id), name),
                            new ReplaceOptions().upsert(true));
        }
    }

    private void changeRow(String name) throws Exception {
        stores.sql("UPDATE owners SET name = '" + name + "' WHERE id = '" + Ids.uuid(keys.getFirst()) + "'");
    }

    /** @return round trips to PostgreSQL, then commands to MongoDB */
    private List<Integer> cost() {
        trips.taken();
        commands.set(0);
        assertThat(sync.sync("owners", keys).synced()).isEqualTo(keys.size());
        return List.of(trips.taken(), commands.get());
    }

    @Test
    void ofOneKeyToPostgreSql() throws Exception {
        for (String phase : List.of("dual_write", "backfill", "read_switch")) {
            stores.phase(phase);
            change(1, "first in " + phase);
            cost();
            change(1, "then in " + phase);

            assertThat(cost()).as(phase).containsExactly(2, 1);
            assertThat(cost()).as("equal already, in " + phase).containsExactly(2, 1);
            assertThat(stores.differences(OWNERS)).isEmpty();
        }
    }

    @Test
    void ofADocumentThatIsGone() throws Exception {
        stores.phase("dual_write");
        change(1, "there");
        cost();
        stores.documents(OWNERS).drop();

        assertThat(cost()).containsExactly(2, 1);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void ofOneKeyToMongoDb() throws Exception {
        stores.phase("dual_write");
        change(1, "before");
        cost();
        stores.phase("target");
        changeRow("after");
        cost();
        changeRow("once more");

        // Each session of the test's is anchored by a read of its own.
        assertThat(cost()).containsExactly(3, 2);
        assertThat(stores.documents(OWNERS).find().first()).containsEntry("name", new BsonString("once more"));
        assertThat(stores.query("SELECT seq FROM crossfade.outbox")).isEmpty();
    }

    @Test
    void ofManyKeysToPostgreSql() throws Exception {
        stores.phase("dual_write");
        change(MANY, "first");
        cost();
        change(MANY, "then");

        assertThat(cost()).containsExactly(4, 2);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }
}

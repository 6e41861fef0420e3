package io.crossfade.migration.sync;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.migration.testing.TwoStores;
import io.crossfade.testing.PostgresForTests;
import io.crossfade.torture.net.Direction;
import io.crossfade.torture.net.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** While a store is away no key is at fault, however often it is tried alone and with others, and whichever way it goes. */
class OutageTest {

    /** More than a key at fault is granted. */
    private static final int ATTEMPTS = 4;

    private final Set<String> keys = new TreeSet<>();
    private TcpProxy toSource;
    private TcpProxy toTarget;
    private TwoStores stores;
    private HikariDataSource target;
    private KeySync sync;

    enum Outage {
        SOURCE_REFUSES,
        SOURCE_IS_SILENT,
        TARGET_REFUSES,
        TARGET_IS_SILENT
    }

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores(mongo -> {
            toSource = TcpProxy.to(mongo.port());
            return "mongodb://127.0.0.1:" + toSource.port()
                    + "/strattio?directConnection=true&uuidRepresentation=standard";
        });
        toTarget = TcpProxy.to(PostgresForTests.server().getPort());
        target = pool();
        sync = SyncForTests.keySync(
                stores, target, SyncForTests.shortLimits(Duration.ofMillis(150), Duration.ofMillis(500)));
        stores.phase("dual_write");
        for (int i = 0; i < 3; i++) {
            BsonObjectId id = new BsonObjectId();
            keys.add(id.getValue().toHexString());
            stores.documents(OWNERS).insertOne(TwoStores.owner(id, "owner " + i));
        }
        sync.sync("owners", keys);
    }

    private HikariDataSource pool() throws Exception {
        PGSimpleDataSource direct = stores.target.getDataSource().unwrap(PGSimpleDataSource.class);
        PGSimpleDataSource proxied = new PGSimpleDataSource();
        proxied.setUrl(direct.getUrl().replace(":" + direct.getPortNumbers()[0] + "/", ":" + toTarget.port() + "/"));
        proxied.setUser(PostgresForTests.USER);
        proxied.setPassword(PostgresForTests.PASSWORD);
        proxied.setSocketTimeout(1);
        proxied.setLoginTimeout(1);
        HikariConfig config = new HikariConfig();
        config.setDataSource(proxied);
        config.setConnectionTimeout(300);
        config.setValidationTimeout(250);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    @AfterEach
    void close() throws Exception {
        toSource.heal();
        toTarget.heal();
        target.close();
        stores.close();
        toSource.close();
        toTarget.close();
    }

    private void begin(Outage outage) {
        TcpProxy proxy = outage.name().startsWith("SOURCE") ? toSource : toTarget;
        if (outage.name().endsWith("SILENT")) {
            proxy.hold(Direction.REQUESTS, Direction.ANSWERS);
        } else {
            proxy.refuse();
            proxy.reset();
        }
    }

    @ParameterizedTest
    @EnumSource
    void setsNoKeyAside(Outage outage) throws Exception {
        for (String phase : List.of("dual_write", "target")) {
            stores.phase(phase);
            begin(outage);
            for (int i = 0; i < ATTEMPTS; i++) {
                assertThatThrownBy(() -> sync.sync("owners", keys)).isInstanceOf(SyncFailedException.class);
                assertThatThrownBy(() ->
                                sync.sync("owners", List.of(keys.iterator().next())))
                        .isInstanceOf(SyncFailedException.class)
                        .isNotInstanceOf(OneKeyFailedException.class);
            }
            toSource.heal();
            toTarget.heal();

            await().ignoreExceptionsInstanceOf(SyncFailedException.class)
                    .until(() -> sync.sync("owners", keys).synced() == keys.size());
            assertThat(stores.query("SELECT reason FROM crossfade.quarantine")).isEmpty();
        }
    }
}

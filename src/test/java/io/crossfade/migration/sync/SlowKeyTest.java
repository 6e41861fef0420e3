package io.crossfade.migration.sync;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.embedded.mongo.Command;
import io.crossfade.embedded.mongo.Faults;
import io.crossfade.migration.testing.TwoStores;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.bson.BsonObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A key that takes longer than a store may is set aside after a while, alone; an outage, which looks the same from one key, is waited for. */
class SlowKeyTest {

    private static final String SET_ASIDE = "SELECT reason || ' ' || attempts FROM crossfade.quarantine";

    private final BsonObjectId slowId = new BsonObjectId();
    private final String slow = slowId.getValue().toHexString();
    private final Set<String> keys = new TreeSet<>(Set.of(slow));
    private TwoStores stores;
    private KeySync sync;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.sql("CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " PERFORM pg_sleep(1.5); RETURN NEW; END $$");
        stores.sql("CREATE TRIGGER sleepy BEFORE INSERT OR UPDATE ON owners FOR EACH ROW WHEN (NEW.name = 'slow')"
                + " EXECUTE FUNCTION sleep()");
        stores.phase("dual_write");
        sync = SyncForTests.keySync(
                stores, stores.target, SyncForTests.shortLimits(Duration.ofMillis(300), Duration.ofMillis(400)));
        stores.documents(OWNERS).insertOne(TwoStores.owner(slowId, "slow"));
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private void quick(int count) {
        for (int i = 0; i < count; i++) {
            BsonObjectId id = new BsonObjectId();
            keys.add(id.getValue().toHexString());
            stores.documents(OWNERS).insertOne(TwoStores.owner(id, "quick"));
        }
    }

    private void failsAlone() {
        assertThatThrownBy(() -> sync.sync("owners", keys))
                .isInstanceOf(SyncFailedException.class)
                .hasMessageContaining("key " + slow)
                .hasMessageContaining("57014");
    }

    @Test
    void isSetAsideAfterThreeFailuresAndHoldsUpNoOther() throws Exception {
        quick(12);

        failsAlone();
        assertThat(stores.query("SELECT count(*) FROM owners"))
                .as("all others, at once")
                .containsExactly("12");
        failsAlone();
        assertThat(stores.query(SET_ASIDE)).isEmpty();
        assertThat(sync.sync("owners", keys).quarantined()).containsExactly(slow);
        assertThat(stores.query(SET_ASIDE)).containsExactly("too-slow 1");

        assertThat(sync.sync("owners", List.of(slow)).quarantined())
                .as("known as such, it is no longer tried three times")
                .containsExactly(slow);
        assertThat(stores.query(SET_ASIDE)).containsExactly("too-slow 2");

        stores.sql("DROP TRIGGER sleepy ON owners");
        assertThat(sync.sync("owners", List.of(slow)).complete()).isTrue();
        assertThat(stores.query(SET_ASIDE)).isEmpty();
        assertThat(stores.query("SELECT count(*) FROM owners")).containsExactly("13");
    }

    /** With nothing else in the unit that could be synced, nobody can tell it from an outage, and nobody waits behind it. */
    @Test
    void isTriedOnWhileNoOtherKeyShowsThatTheStoresAnswer() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> sync.sync("owners", keys)).isInstanceOf(SyncFailedException.class);
        }
        assertThat(stores.query(SET_ASIDE)).isEmpty();
    }

    /** Until the source has answered, or the write is certainly over, it could come later and undo what is newer. */
    @Test
    void isSetAsideTowardsTheSourceOnlyOnceItsLastWriteIsSettled() throws Exception {
        stores.sql("DROP TRIGGER sleepy ON owners");
        quick(3);
        sync.sync("owners", keys);
        stores.phase("target");
        stores.sql("UPDATE owners SET name = 'changed' WHERE name = 'slow'");
        AtomicInteger updates = new AtomicInteger();
        // After each of the slow key another key's is sent, to see whether the source answers.
        Predicate<Command> ofTheSlowKey =
                Command.named("update").and(Command.on("owners")).and(command -> updates.getAndIncrement() % 2 == 0);
        try (Faults.Fault delayed = stores.mongo.faults().delay(ofTheSlowKey, Duration.ofMillis(900));
                Faults.Fault unsettled =
                        stores.mongo.faults().refuse(Command.on(UnsettledWrites.COLLECTION), 2, "BadValue")) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> sync.sync("owners", List.of(slow))).isInstanceOf(OneKeyFailedException.class);
            }
            assertThat(delayed.hits()).isEqualTo(5);
            assertThat(stores.query(SET_ASIDE)).isEmpty();
            assertThat(stores.query("SELECT key FROM crossfade.outbox")).hasSize(1);

            unsettled.close();
            await().ignoreExceptionsInstanceOf(SyncFailedException.class)
                    .until(() -> !sync.sync("owners", List.of(slow)).complete());
        }
        assertThat(stores.query(SET_ASIDE)).containsExactly("too-slow 1");
        assertThat(stores.query("SELECT key FROM crossfade.outbox")).isEmpty();
    }

    /** The driver then says no more than that the connection is lost; and the server goes on for a while, with the key's lock. */
    @Test
    void isKnownByTheSocketsLimitToo() throws Exception {
        quick(3);
        PGSimpleDataSource direct = stores.target.getDataSource().unwrap(PGSimpleDataSource.class);
        direct.setSocketTimeout(1);
        HikariConfig config = new HikariConfig();
        config.setDataSource(direct);
        // A pool gives all its connections the limit of the first.
        try (HikariDataSource target = new HikariDataSource(config)) {
            sync = SyncForTests.keySync(
                    stores, target, SyncForTests.shortLimits(Duration.ofMillis(300), Duration.ofSeconds(20)));

            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(SyncFailedException.class)
                    .until(() -> sync.sync("owners", keys).quarantined().contains(slow));
        }
        assertThat(stores.query(SET_ASIDE)).containsExactly("too-slow 1");
    }
}

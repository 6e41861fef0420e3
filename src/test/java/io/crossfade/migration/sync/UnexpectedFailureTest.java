package io.crossfade.migration.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.testing.TwoStores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of the program or of the mapping that one key meets must not hold up the others for ever. */
class UnexpectedFailureTest {

    /** Whoever lacks a name meets a default that is taken from a column which does not exist. */
    private static final UnitMapping FAULTY = UnitMapping.of("owners")
            .column(Column.text("name", 40).asRequired().orElse(new Column.Origin.Of("nowhere")))
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

    /** Red if an error ends the round of a follower, which then meets it again and again. */
    @ParameterizedTest
    @ValueSource(classes = {AssertionError.class, StackOverflowError.class, IllegalStateException.class})
    void takesWhateverElseIsThrownForTheKeys(Class<? extends Throwable> kind) throws Exception {
        List<String> keys = owners(5);
        KeySync failing = failingAt(keys.get(2), kind);

        assertThat(failing.sync("owners", keys).quarantined()).containsExactly(keys.get(2));

        assertThat(stores.query("SELECT count(*) FROM owners")).containsExactly("4");
        assertThat(stores.query("SELECT detail FROM crossfade.quarantine")).containsExactly(kind.getName());
        assertThat(failing.recheck("owners", keys.get(2)).orElseThrow().kind()).isEqualTo(Difference.Kind.UNMAPPABLE);
    }

    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, NoClassDefFoundError.class})
    void takesWhatConcernsTheWholeProgramForNoKeys(Class<? extends Throwable> kind) throws Exception {
        List<String> keys = owners(5);

        assertThatThrownBy(() -> failingAt(keys.get(2), kind).sync("owners", keys))
                .isInstanceOf(kind);

        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).isEmpty();
        assertThat(sync.sync("owners", keys).synced())
                .as("no lock and no connection is left behind")
                .isEqualTo(5);
    }

    /** A refusal looks the same from one key if it is of all of them, so others have to be answered meanwhile. */
    @Test
    void takesACommandThatMongoDbRefusesForTheKeysIfItAnswersForOthers() throws Exception {
        List<String> keys = owners(5);
        KeySync failing = failingAt(keys.get(2), () -> refusal(2));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> failing.sync("owners", keys)).isInstanceOf(OneKeyFailedException.class);
            assertThat(stores.query("SELECT count(*) FROM owners")).containsExactly("4");
        }
        assertThat(failing.sync("owners", keys).quarantined()).containsExactly(keys.get(2));

        assertThat(stores.query("SELECT reason || ' ' || detail FROM crossfade.quarantine"))
                .singleElement()
                .asString()
                .startsWith("unexpected MongoCommandException 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 10107})
    void takesAnErrorOfTheServersOwnForNoKeys(int code) throws Exception {
        List<String> keys = owners(5);
        KeySync failing = failingAt(keys.get(2), () -> refusal(code));

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> failing.sync("owners", keys.subList(2, 3)))
                    .isInstanceOf(SyncFailedException.class)
                    .isNotInstanceOf(OneKeyFailedException.class);
        }

        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).isEmpty();
    }

    private static MongoCommandException refusal(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0))
                        .append("code", new BsonInt32(code))
                        .append("errmsg", new BsonString("a value")),
                new ServerAddress());
    }

    /** As when this instance stops: then the client is closed before all that use it have ended. */
    @Test
    void takesAClosedClientForNoKeys() throws Exception {
        List<String> keys = owners(1);
        stores.client.close();

        assertThatThrownBy(() -> sync.sync("owners", keys)).isNotNull();

        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).isEmpty();
    }

    private List<String> owners(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BsonObjectId id = new BsonObjectId();
            keys.add(id.getValue().toHexString());
            stores.documents(FAULTY).insertOne(TwoStores.owner(id, "owner " + i));
        }
        return keys;
    }

    private KeySync failingAt(String key, Class<? extends Throwable> kind) {
        return failingAt(key, () -> kind.getConstructor().newInstance());
    }

    private KeySync failingAt(String key, Callable<Throwable> failure) {
        SourceReads reads = mock(SourceReads.class);
        when(reads.read(any(), anyCollection(), anyLong())).thenAnswer(call -> {
            if (call.<Collection<String>>getArgument(1).contains(key)) {
                throw failure.call();
            }
            return stores.reads.read(call.getArgument(0), call.getArgument(1), call.getArgument(2));
        });
        return SyncForTests.keySync(new Units(List.of(FAULTY)), stores.target, stores.fence, stores.source, reads);
    }
}

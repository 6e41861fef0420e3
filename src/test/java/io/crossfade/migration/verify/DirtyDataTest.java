package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.backfill.CopyForTests;
import io.crossfade.migration.testing.RawStores;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonJavaScript;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each oddity by itself: the copy takes it or says why not, the verification agrees, and it leaves the quarantine once it is gone. */
@Timeout(120)
class DirtyDataTest extends VerificationFixture {

    private static final BsonBinary OLD_UUID = new BsonBinary(new UUID(1, 2), UuidRepresentation.JAVA_LEGACY);

    private RawStores raw;

    @BeforeEach
    @Override
    void open() throws Exception {
        raw = new RawStores();
        stores = raw.stores;
        stores.phase("backfill");
    }

    @AfterEach
    @Override
    void close() {
        try {
            raw.close();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("NaN", new BsonDouble(Double.NaN), ""),
                Arguments.of("-0.0", new BsonDouble(-0.0), ""),
                Arguments.of("MinKey", new BsonMinKey(), ""),
                Arguments.of("MaxKey", new BsonMaxKey(), ""),
                Arguments.of("symbol", new BsonSymbol("s"), ""),
                Arguments.of("code", new BsonJavaScript("f()"), ""),
                Arguments.of("DBPointer", new BsonDbPointer("a.b", new ObjectId()), ""),
                Arguments.of("UUID of subtype 3", OLD_UUID, ""),
                Arguments.of("U+0000", new BsonString("a\0b"), "nul-character"),
                Arguments.of("lone surrogate", new BsonString(RawStores.SURROGATE), "invalid-unicode"),
                Arguments.of(
                        "lone surrogate in a key",
                        new BsonDocument(RawStores.SURROGATE, new BsonInt32(1)),
                        "invalid-unicode"),
                Arguments.of(
                        "duplicate key",
                        new BsonDocument("xyz", new BsonInt32(1)).append(RawStores.SURROGATE, new BsonInt32(2)),
                        "duplicate-key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void asAValue(String name, BsonValue value, String reason) throws Exception {
        BsonObjectId id = new BsonObjectId();
        raw.insert(OWNERS, id, named().append("settings", new BsonDocument("v", value)));

        copied(reason);

        if (!reason.isEmpty()) {
            raw.delete(OWNERS, id);
            raw.insert(OWNERS, id, named());
            corrected();
            assertThat(stores.query("SELECT name FROM owners")).containsExactly("n");
        }
    }

    static Stream<Arguments> ids() {
        return Stream.of(
                Arguments.of("null", BsonNull.VALUE, "id-type"),
                Arguments.of("NaN", new BsonDouble(Double.NaN), "id-type"),
                Arguments.of("-0.0", new BsonDouble(-0.0), "id-type"),
                Arguments.of("MinKey", new BsonMinKey(), "id-type"),
                Arguments.of("MaxKey", new BsonMaxKey(), "id-type"),
                Arguments.of("symbol", new BsonSymbol("s"), "id-type"),
                Arguments.of("code", new BsonJavaScript("f()"), "id-type"),
                Arguments.of("DBPointer", new BsonDbPointer("a.b", new ObjectId()), "id-type"),
                Arguments.of("UUID of subtype 3", OLD_UUID, "id-type"),
                Arguments.of("U+0000", new BsonString("a\0b"), "id-type"),
                Arguments.of(
                        "reserved key", new BsonDocument("a", new BsonDocument("$oid", new BsonInt32(1))), "id-type"),
                Arguments.of("lone surrogate", new BsonString(RawStores.SURROGATE), "invalid-unicode"),
                Arguments.of("lone surrogate within code", new BsonJavaScript(RawStores.SURROGATE), "invalid-unicode"),
                Arguments.of(
                        "duplicate key",
                        new BsonDocument("xyz", new BsonInt32(1)).append(RawStores.SURROGATE, new BsonInt32(2)),
                        "duplicate-key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void asAnId(String name, BsonValue id, String reason) throws Exception {
        raw.insert(OWNERS, id, named());

        copied(reason);

        raw.delete(OWNERS, id);
        corrected();
        assertThat(stores.query("SELECT name FROM owners")).isEmpty();
    }

    private static BsonDocument named() {
        return new BsonDocument("name", new BsonString("n"));
    }

    private void copied(String reason) throws Exception {
        CopyForTests.copy(stores, OWNERS);
        boolean taken = reason.isEmpty();
        assertThat(stores.query("SELECT reason FROM crossfade.quarantine"))
                .isEqualTo(taken ? List.of() : List.of(reason));
        assertThat(stores.query("SELECT id FROM owners")).hasSize(taken ? 1 : 0);
        VerificationStatus seen = verify(false);
        assertThat(seen.clean()).as("nothing is passed over in silence").isEqualTo(taken);
        assertThat(seen.compared()).isEqualTo(1);
        assertThat(seen.found()).isZero();
        assertThat(seen.quarantined()).isEqualTo(taken ? 0 : 1);
    }

    private void corrected() throws Exception {
        stores.sync.sync("owners", stores.query("SELECT key FROM crossfade.quarantine"));
        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).isEmpty();
        VerificationStatus seen = verify(false);
        assertThat(seen.found() + seen.quarantined()).isZero();
    }
}

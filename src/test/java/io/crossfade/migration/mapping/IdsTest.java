package io.crossfade.migration.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    private final Random random = new Random(4711);

    @Test
    void bitsStandWhereTheDesignPutsThem() throws RefusedException {
        UUID uuid = Ids.uuid(new BsonObjectId(new ObjectId("0123456789abcdef01234567")));

        assertThat(uuid).hasToString("01234567-89ab-8cde-bc04-8d159c000000");
        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000000000000000000", "ffffffffffffffffffffffff", "7fffffff80000000ffffffff"})
    void objectIdComesBack(String hex) throws RefusedException {
        UUID uuid = Ids.uuid(hex);

        assertThat(Ids.bson(uuid)).isEqualTo(new BsonObjectId(new ObjectId(hex)));
        assertThat(Ids.text(uuid)).isEqualTo(hex);
    }

    @Test
    void anyObjectIdComesBack() throws RefusedException {
        for (int i = 0; i < 10_000; i++) {
            BsonObjectId id = randomObjectId();
            assertThat(Ids.bson(Ids.uuid(id))).isEqualTo(id);
        }
    }

    @Test
    void postgresSortsAsMongoDoes() throws Exception {
        List<UUID> sorted = new ArrayList<>();
        List<BsonObjectId> ids = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            ids.add(randomObjectId());
        }
        Collections.sort(ids, (one, other) -> one.getValue().compareTo(other.getValue()));
        for (BsonObjectId id : ids) {
            sorted.add(Ids.uuid(id));
        }
        List<UUID> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, random);

        List<UUID> byPostgres = new ArrayList<>();
        try (Connection connection =
                        PostgresForTests.server().getPostgresDatabase().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT id FROM unnest(?) AS id ORDER BY id")) {
            statement.setArray(1, connection.createArrayOf("uuid", shuffled.toArray()));
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    byPostgres.add(results.getObject(1, UUID.class));
                }
            }
        }
        assertThat(byPostgres).isEqualTo(sorted);
    }

    @Test
    void engineKnowsTheMarkAsTheDatabaseDoes() throws Exception {
        List<UUID> uuids = new ArrayList<>(List.of(
                UUID.fromString("01234567-89ab-8cde-bc04-8d159c000000"),
                UUID.fromString("01234567-89ab-8cde-bc04-8d159c000001"),
                UUID.fromString("01234567-89ab-8cde-bc04-8d159e000000"),
                UUID.fromString("01234567-89ab-4cde-bc04-8d159c000000"),
                UUID.fromString("01234567-89ab-8cde-fc04-8d159c000000"),
                new UUID(0, 0)));
        for (int i = 0; i < 100; i++) {
            uuids.add(Ids.uuid(randomObjectId()));
            uuids.add(new UUID(random.nextLong(), random.nextLong()));
        }
        try (Connection connection = PostgresForTests.freshDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT crossfade.embeds_object_id(?)")) {
            for (UUID uuid : uuids) {
                statement.setObject(1, uuid);
                try (ResultSet results = statement.executeQuery()) {
                    results.next();
                    assertThat(Ids.bson(uuid).isObjectId()).as(uuid.toString()).isEqualTo(results.getBoolean(1));
                }
            }
        }
    }

    @Test
    void uuidStaysItself() throws RefusedException {
        UUID uuid = UUID.fromString("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");

        assertThat(Ids.uuid(new BsonBinary(uuid))).isEqualTo(uuid);
        assertThat(Ids.bson(uuid)).isEqualTo(new BsonBinary(uuid));
        assertThat(Ids.text(uuid)).isEqualTo(uuid.toString());
        assertThat(Ids.bson(uuid.toString())).isEqualTo(new BsonBinary(uuid));
        assertThat(Ids.uuid(uuid.toString())).isEqualTo(uuid);
    }

    @Test
    void uuidWithTheMarkIsRefused() throws RefusedException {
        BsonBinary marked = new BsonBinary(Ids.uuid("0123456789abcdef01234567"));

        refused(marked, RefusalReason.ID_EMBEDDED_MARK);
        assertThat(Ids.bson(Ids.text(marked))).isEqualTo(marked);
    }

    @Test
    void otherTypesAreRefusedButHaveATextThatComesBack() {
        List<BsonValue> others = List.of(
                new BsonString("507f1f77bcf86cd799439011"),
                new BsonString("a\u0000b \uD83D"),
                new BsonInt32(7),
                new BsonInt64(1L << 40),
                BsonNull.VALUE,
                new BsonDateTime(-5),
                new BsonBinary(BsonBinarySubType.UUID_LEGACY, new byte[16]),
                new BsonBinary(BsonBinarySubType.UUID_STANDARD, new byte[15]),
                new BsonDocument("b", new BsonInt32(1)).append("a", new BsonObjectId(new ObjectId())));
        for (BsonValue other : others) {
            refused(other, RefusalReason.ID_TYPE);
            String text = Ids.text(other);
            assertThat(Ids.bson(text)).as(text).isEqualTo(other);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> Ids.uuid(text))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(RefusalReason.ID_TYPE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "507f1f77bcf86cd79943901", "{", "1 2", "{\"a\": 1, \"a\": 2}", "NaN"})
    void whatIsNoIdIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ids.bson(text));
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Ids.uuid(text));
    }

    private static void refused(BsonValue id, RefusalReason reason) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Ids.uuid(id))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.column()).isEqualTo("id");
                });
    }

    private BsonObjectId randomObjectId() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return new BsonObjectId(new ObjectId(bytes));
    }

    @Test
    void aRefusedBinaryIsNamedBySubtypeAndLength() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Ids.uuid(new BsonBinary(BsonBinarySubType.UUID_LEGACY, new byte[16])))
                .withMessageEndingWith("(it is binary of subtype 3, 16 bytes long)");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Ids.uuid(new BsonBinary(BsonBinarySubType.UUID_STANDARD, new byte[15])))
                .withMessageEndingWith("(it is binary of subtype 4, 15 bytes long)");
    }
}

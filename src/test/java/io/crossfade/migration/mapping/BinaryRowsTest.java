package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;
import static io.crossfade.migration.mapping.Things.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonSerializationException;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast path says what the slow one says: of any bytes the same row, or none. */
class BinaryRowsTest {

    private final BinaryRows binary = new BinaryRows(MAPPING);
    private final CopyBuffer buffer = new CopyBuffer(16);
    private final Map<UUID, Row> expected = new LinkedHashMap<>();
    private final Map<RefusalReason, Integer> refused = new EnumMap<>(RefusalReason.class);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyDocumentBecomesTheSameRow(long seed) throws Exception {
        RandomDocuments random = new RandomDocuments(seed);
        buffer.header();
        for (int i = 0; i < 3_000; i++) {
            assertThat(agree(next(random))).as("both take it, or none").isTrue();
        }
        assertThat(expected).hasSizeGreaterThan(500);
        assertThat(refused)
                .containsKeys(
                        RefusalReason.WRONG_TYPE,
                        RefusalReason.NUL_CHARACTER,
                        RefusalReason.TOO_LONG,
                        RefusalReason.DATE_OUT_OF_RANGE,
                        RefusalReason.FIELD_CONFLICT,
                        RefusalReason.AMBIGUOUS_JSON);
        assertStored();
    }

    @ParameterizedTest
    @MethodSource("io.crossfade.migration.mapping.ExtendedJsonTest#exact")
    void eachTypeBecomesTheSameValue(BsonValue value) throws Exception {
        buffer.header();
        assertThat(agree(raw(with("data", value).append("other", new BsonArray(List.of(value, value))))))
                .isTrue();
        assertThat(expected).hasSize(1);
        assertStored();
    }

    @Test
    void eachDayIsWrittenAsTheDriverWritesIt() {
        CopyBuffer out = new CopyBuffer(64);
        JsonText text = new JsonText(out);
        Random random = new Random(7);
        for (long day = 0; day < 2_932_897; day += 1 + random.nextInt(40)) {
            long millis = 86_400_000L * day
                    + random.nextLong(86_400_000) / (day % 5 == 0 ? 1_000 : 1) * (day % 5 == 0 ? 1_000 : 1);
            out.reset(64);
            text.date(millis);
            assertThat(text(out))
                    .isEqualTo(ExtendedJson.unchecked(new BsonDateTime(millis)).replace(": ", ":"));
        }
    }

    /** Whatever is damaged: it never takes what the slow path refuses, and never makes another row of it. */
    @Test
    void damagedBytesNeverBecomeAnotherRow() throws Exception {
        RandomDocuments documents = new RandomDocuments(11);
        Random random = new Random(12);
        buffer.header();
        int alsoTaken = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] bytes = bytes(next(documents));
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(random.nextBoolean() ? 256 : 20);
            }
            alsoTaken += agree(new RawBsonDocument(bytes)) ? 1 : 0;
        }
        assertThat(alsoTaken).isGreaterThan(5_500);
        assertThat(refused)
                .containsKeys(RefusalReason.MALFORMED, RefusalReason.INVALID_UNICODE, RefusalReason.DUPLICATE_KEY);
        assertStored();
    }

    @Test
    void manyKeysAndAKeyThatStandsTwiceAmongThem() throws Exception {
        BsonDocument many = new BsonDocument();
        for (int i = 0; i < 3_000; i++) {
            many.append("key" + i, new BsonDocument("key" + i, new BsonInt32(i)));
        }
        buffer.header();
        assertThat(agree(raw(with("data", many)))).isTrue();
        assertStored();
        for (int i : new int[] {0, 23, 24, 25, 1_500, 2_999}) {
            byte[] bytes = bytes(raw(with("data", many.clone().append("kez" + i, new BsonInt32(1)))));
            String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
            bytes[text.indexOf("kez") + 2] = 'y';
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> binary.append(bytes, 0, bytes.length, new CopyBuffer(16)))
                    .extracting(RefusedException::reason)
                    .isEqualTo(RefusalReason.DUPLICATE_KEY);
        }
    }

    @Test
    void isAsDeepAsMongoAllowsAndNoDeeper() throws Exception {
        for (int depth : new int[] {100, BsonCheck.DEEPEST - 1, BsonCheck.DEEPEST}) {
            BsonValue deep = new BsonInt32(1);
            for (int i = 1; i < depth; i++) {
                deep = i % 2 == 0 ? new BsonDocument("a", deep) : new BsonArray(List.of(deep));
            }
            buffer.reset(16);
            assertThat(agree(raw(with("data", deep)))).isTrue();
        }
        assertThat(refused).doesNotContainKey(RefusalReason.TOO_DEEP);
        BsonValue deep = new BsonInt32(1);
        for (int i = 0; i < BsonCheck.DEEPEST; i++) {
            deep = new BsonArray(List.of(deep));
        }
        assertThat(agree(raw(with("data", deep)))).isTrue();
        assertThat(refused).containsKey(RefusalReason.TOO_DEEP);
    }

    @Test
    void aRefusalLeavesNothingBehind() throws Exception {
        buffer.header();
        int before = buffer.length();
        RawBsonDocument tooLong =
                raw(with("data", new BsonString("x".repeat(10_000))).append("secret", new BsonString("x".repeat(21))));
        assertThat(agree(tooLong)).isTrue();
        assertThat(buffer.length()).isEqualTo(before);
    }

    @Test
    void aDocumentOfSixteenMegabytes() throws Exception {
        buffer.header();
        assertThat(agree(raw(with("data", new BsonString("é\"\u0001x".repeat(2_500_000))))))
                .isTrue();
        assertThat(expected).hasSize(1);
        assertStored();
    }

    /** @return whether both paths take the document, or both refuse it */
    private boolean agree(RawBsonDocument raw) {
        Row slow = null;
        try {
            slow = Documents.toRow(MAPPING, raw);
        } catch (RefusedException reason) {
            refused.merge(reason.reason(), 1, Integer::sum);
        }
        boolean taken = taken(raw, slow);
        if (taken) {
            assertThat(slow)
                    .as(() -> "only the fast path takes " + HexFormat.of().formatHex(bytes(raw)))
                    .isNotNull();
            expected.put(slow.id(), slow);
        }
        return taken == (slow != null);
    }

    private boolean taken(RawBsonDocument raw, @Nullable Row slow) {
        if (slow != null && expected.containsKey(slow.id())) {
            return true;
        }
        byte[] bytes = bytes(raw);
        try {
            binary.append(bytes, 0, bytes.length, buffer);
            return true;
        } catch (RefusedException refusal) {
            return false;
        }
    }

    private void assertStored() throws Exception {
        try (ThingsTable table = new ThingsTable()) {
            table.execute("ALTER TABLE things DROP CONSTRAINT things_secret_key");
            buffer.trailer();
            assertThat(table.copy(buffer)).isEqualTo(expected.size());
            Map<UUID, Row> stored = table.rows.select(table.connection, expected.keySet());
            assertThat(stored).hasSameSizeAs(expected);
            List<String> differences = new ArrayList<>();
            expected.forEach((id, row) -> differences.addAll(Comparison.differences(MAPPING, row, stored.get(id))));
            assertThat(differences).isEmpty();
        }
    }

    private static String text(CopyBuffer out) {
        return new String(out.array(), 0, out.length(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** No driver writes a name with U+0000 in it. */
    private static RawBsonDocument next(RandomDocuments random) {
        while (true) {
            try {
                return raw(random.next());
            } catch (BsonSerializationException unwritable) {
                continue;
            }
        }
    }

    private static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }

    private static byte[] bytes(RawBsonDocument raw) {
        byte[] bytes = new byte[raw.getByteLength()];
        System.arraycopy(raw.getBackingArray(), raw.getByteOffset(), bytes, 0, bytes.length);
        return bytes;
    }
}

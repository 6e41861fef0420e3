package io.crossfade.migration.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.mapping.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class IdRangeTest {

    /** In MongoDB's order. */
    private static final List<BsonValue> ORDERED = List.of(
            new BsonMinKey(),
            new BsonInt32(7),
            new BsonString("a"),
            new BsonDocument("a", new BsonInt32(1)),
            new BsonBinary((byte) 4, new byte[3]),
            new BsonBinary((byte) 2, new byte[12]),
            new BsonBinary((byte) 3, bytes(0xFF)),
            uuid("00000000-0000-0000-0000-000000000000"),
            uuid("7fffffff-ffff-4fff-bfff-ffffffffffff"),
            uuid("80000000-0000-4000-8000-000000000001"),
            uuid("ffffffff-ffff-4fff-bfff-ffffffffffff"),
            new BsonBinary((byte) 5, new byte[16]),
            new BsonBinary((byte) 2, new byte[13]),
            new BsonBinary((byte) 2, bytes(0xFF)),
            oid("000000000000000000000000"),
            oid("507f1f77bcf86cd799439011"),
            oid("ffffffffffffffffffffffff"),
            BsonBoolean.FALSE,
            new BsonDateTime(0),
            new BsonMaxKey());

    @Test
    void holdsExactlyTheIdsBetweenItsBounds() throws Exception {
        for (int from = -1; from < ORDERED.size(); from++) {
            for (int to = from + 1; to <= ORDERED.size(); to++) {
                List<IdRange> ranges =
                        IdRange.of(from < 0 ? null : ORDERED.get(from), to == ORDERED.size() ? null : ORDERED.get(to));
                for (int id = 0; id < ORDERED.size(); id++) {
                    if (canBeARow(ORDERED.get(id))) {
                        UUID row = Ids.uuid(ORDERED.get(id));
                        assertThat(ranges.stream().anyMatch(range -> range.contains(row)))
                                .as("%s in [%s, %s)", id, from, to)
                                .isEqualTo(id >= from && id < to);
                    }
                }
            }
        }
    }

    @Test
    void chunksOfOneUnitDivideItsRows() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ids.add(UUID.randomUUID());
        }
        UUID bound = UUID.fromString("90000000-0000-4000-8000-000000000000");
        List<IdRange> below = IdRange.of(null, new BsonBinary(bound));
        List<IdRange> above = IdRange.of(new BsonBinary(bound), null);
        assertThat(ids).allSatisfy(id -> assertThat(below.stream().anyMatch(range -> range.contains(id)))
                .isNotEqualTo(above.stream().anyMatch(range -> range.contains(id))));
    }

    @Test
    void aBoundKeepsItsType() {
        for (BsonValue id : ORDERED) {
            assertThat(IdBound.parse(IdBound.text(id))).isEqualTo(id);
        }
    }

    private static boolean canBeARow(BsonValue id) {
        return id.isObjectId()
                || (id.isBinary()
                        && id.asBinary().getType() == 4
                        && id.asBinary().getData().length == 16);
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[16];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static BsonValue uuid(String text) {
        return new BsonBinary(UUID.fromString(text));
    }

    private static BsonValue oid(String hex) {
        return new BsonObjectId(new ObjectId(hex));
    }
}

package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import org.bson.types.Binary;

/** BSON binary data as it is ordered: by length, then subtype, then bytes. */
@SuppressWarnings("ArrayRecordComponent")
record BinaryValue(byte subtype, byte[] data) implements Comparable<BinaryValue> {

    static final byte GENERIC = 0;
    static final byte LEGACY_UUID = 3;
    static final byte STANDARD_UUID = 4;
    private static final int UUID_LENGTH = 16;

    static boolean isBinary(Object value) {
        return value instanceof BinData
                || value instanceof UUID
                || value instanceof LegacyUUID
                || value instanceof Binary;
    }

    static BinaryValue of(Object value) {
        return switch (value) {
            case BinData generic -> new BinaryValue(GENERIC, generic.getData());
            case UUID uuid -> new BinaryValue(STANDARD_UUID, bytes(uuid, ByteOrder.BIG_ENDIAN));
            case LegacyUUID uuid -> new BinaryValue(LEGACY_UUID, bytes(uuid.getUuid(), ByteOrder.LITTLE_ENDIAN));
            case Binary binary -> new BinaryValue(binary.getType(), binary.getData());
            default -> throw new IllegalArgumentException("not binary: " + value.getClass());
        };
    }

    /** The value as the query engine knows it; subtypes that it has no class for stay as they are. */
    Object toValue() {
        ByteBuffer buffer = ByteBuffer.wrap(data);
        if (subtype == GENERIC) {
            return new BinData(data);
        }
        if (data.length == UUID_LENGTH && subtype == STANDARD_UUID) {
            return new UUID(buffer.getLong(), buffer.getLong());
        }
        if (data.length == UUID_LENGTH && subtype == LEGACY_UUID) {
            buffer.order(ByteOrder.LITTLE_ENDIAN);
            return new LegacyUUID(buffer.getLong(), buffer.getLong());
        }
        return new Binary(subtype, data);
    }

    @Override
    public int compareTo(BinaryValue other) {
        int byLength = Integer.compare(data.length, other.data.length);
        if (byLength != 0) {
            return byLength;
        }
        int bySubtype = Integer.compare(Byte.toUnsignedInt(subtype), Byte.toUnsignedInt(other.subtype));
        return bySubtype != 0 ? bySubtype : Arrays.compareUnsigned(data, other.data);
    }

    private static byte[] bytes(UUID uuid, ByteOrder order) {
        return ByteBuffer.allocate(UUID_LENGTH)
                .order(order)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}

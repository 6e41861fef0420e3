package io.crossfade.embedded.sample;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** The ids of one kind: mostly ObjectIds, now and then a UUID of a version of the service that made those. */
record SampleIds(long seed, String kind) {

    private static final int ONE_UUID_IN = 97;

    BsonValue id(int index) {
        Whim whim = new Whim(seed, kind + ".id", index);
        if (whim.oneIn(ONE_UUID_IN)) {
            long high = whim.bits() & ~0xF000L | 0x4000L;
            long low = whim.bits() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
            return new BsonBinary(new UUID(high, low));
        }
        ByteBuffer bytes = ByteBuffer.allocate(12);
        bytes.putInt((int) (whim.time() / 1000)).putInt((int) whim.bits()).putInt(kind.length() << 24 | index);
        return new BsonObjectId(new ObjectId(bytes.array()));
    }

    /** When the document came to be, as far as its id tells; else any time. */
    static long born(BsonValue id, Whim whim) {
        return id.isObjectId() ? id.asObjectId().getValue().getTimestamp() * 1000L : whim.time();
    }

    /** What an ObjectId tells may be left out; a UUID tells nothing. */
    static boolean tellsTime(BsonValue id) {
        return id.isObjectId();
    }

    static BsonDateTime date(long millis) {
        return new BsonDateTime(millis);
    }
}

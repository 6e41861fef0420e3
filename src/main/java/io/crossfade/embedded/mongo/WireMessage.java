package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBinaryReader;

/**
 * An OP_MSG request, its document sequences put into the body where the command expects them.
 *
 * @param expectsReply false for an unacknowledged write
 */
record WireMessage(Document body, boolean expectsReply) {

    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 2;
    private static final int EXHAUST_ALLOWED = 1 << 16;
    private static final int REQUIRED_FLAGS = 0xFFFF;

    static WireMessage read(ByteBuffer message) throws IOException {
        int flags = message.getInt();
        if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) != 0) {
            throw new IOException("OP_MSG flags " + Integer.toHexString(flags & ~EXHAUST_ALLOWED) + " are not known");
        }
        int end = message.limit() - ((flags & CHECKSUM_PRESENT) != 0 ? Integer.BYTES : 0);
        Document body = new Document();
        Document sequences = new Document();
        while (message.position() < end) {
            byte kind = message.get();
            switch (kind) {
                case 0 -> body = readDocument(message);
                case 1 -> readSequence(message, sequences);
                default -> throw new IOException("OP_MSG section of kind " + kind + " is not known");
            }
        }
        body.putAll(sequences);
        return new WireMessage(body, (flags & MORE_TO_COME) == 0);
    }

    /** The command in an OP_QUERY on a {@code $cmd} collection. */
    static Document readQuery(ByteBuffer message) {
        message.getInt();
        readCString(message);
        message.getInt();
        message.getInt();
        Document query = readDocument(message);
        return query.get("$query") instanceof Document command ? command : query;
    }

    private static void readSequence(ByteBuffer message, Document sequences) {
        int end = message.position() + message.getInt(message.position());
        message.getInt();
        String name = readCString(message);
        List<Document> documents = new ArrayList<>();
        while (message.position() < end) {
            documents.add(readDocument(message));
        }
        sequences.put(name, documents);
    }

    private static Document readDocument(ByteBuffer message) {
        int length = message.getInt(message.position());
        ByteBuffer slice = message.slice(message.position(), length);
        message.position(message.position() + length);
        try (BsonBinaryReader reader = new BsonBinaryReader(slice)) {
            return BsonWire.readDocument(reader);
        }
    }

    private static String readCString(ByteBuffer message) {
        StringBuilder name = new StringBuilder();
        for (byte next = message.get(); next != 0; next = message.get()) {
            name.append((char) next);
        }
        return name.toString();
    }
}

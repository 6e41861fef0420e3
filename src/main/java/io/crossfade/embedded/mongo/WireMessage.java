package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.BsonBinaryReader;
import org.bson.BsonReader;

/** A request as a command: an OP_MSG, its document sequences put where the command expects them, or an OP_QUERY. */
final class WireMessage {

    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 2;
    private static final int EXHAUST_ALLOWED = 1 << 16;
    private static final int REQUIRED_FLAGS = 0xFFFF;

    private WireMessage() {}

    /** False for an unacknowledged write. Asked before the message is read. */
    static boolean expectsReply(ByteBuffer message) {
        return (message.getInt(message.position()) & MORE_TO_COME) == 0;
    }

    /**
     * @throws IOException if it is no message of a kind that is known
     * @throws CommandFailure if it holds what cannot be kept
     */
    static Document read(ByteBuffer message) throws IOException {
        int flags = message.getInt();
        if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) != 0) {
            throw new IOException("OP_MSG flags " + Integer.toHexString(flags & ~EXHAUST_ALLOWED) + " are not known");
        }
        int end = message.limit() - ((flags & CHECKSUM_PRESENT) != 0 ? Integer.BYTES : 0);
        Document body = new Document();
        Map<String, List<Document>> sequences = new LinkedHashMap<>();
        while (message.position() < end) {
            byte kind = message.get();
            switch (kind) {
                case 0 -> body = readCommand(message);
                case 1 -> readSequence(message, sequences);
                default -> throw new IOException("OP_MSG section of kind " + kind + " is not known");
            }
        }
        for (Map.Entry<String, List<Document>> sequence : sequences.entrySet()) {
            if (body.put(sequence.getKey(), sequence.getValue()) != null) {
                throw CommandFailure.repeatedField(sequence.getKey());
            }
        }
        return body;
    }

    /** The command in an OP_QUERY on a {@code $cmd} collection. */
    static Document readQuery(ByteBuffer message) {
        message.getInt();
        readCString(message);
        message.getInt();
        message.getInt();
        Document query = readCommand(message);
        return query.get("$query") instanceof Document command ? command : query;
    }

    private static void readSequence(ByteBuffer message, Map<String, List<Document>> sequences) {
        int end = message.position() + message.getInt(message.position());
        message.getInt();
        String name = readCString(message);
        List<Document> documents = new ArrayList<>();
        while (message.position() < end) {
            documents.add(read(message, BsonWire::readDocument));
        }
        if (sequences.put(name, documents) != null) {
            throw CommandFailure.repeatedField(name);
        }
    }

    private static Document readCommand(ByteBuffer message) {
        return read(message, BsonWire::readCommand);
    }

    private static Document read(ByteBuffer message, Function<BsonReader, Document> how) {
        int length = message.getInt(message.position());
        ByteBuffer slice = message.slice(message.position(), length);
        message.position(message.position() + length);
        try (BsonBinaryReader reader = new BsonBinaryReader(slice)) {
            return how.apply(reader);
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

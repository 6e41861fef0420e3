package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BSONException;
import org.bson.BsonBinaryWriter;
import org.bson.io.BasicOutputBuffer;

/** One client's connection: reads a message, has it answered, writes the reply, in turn. */
final class WireConnection {

    private static final int HEADER = 16;
    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int MAX_MESSAGE = 48_000_000;

    private final DataInputStream in;
    private final OutputStream out;
    private final Member member;
    private int lastRequestId;

    WireConnection(Socket socket, Member member) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = socket.getOutputStream();
        this.member = member;
    }

    /** Returns when the client hangs up. */
    void serve() throws IOException, InterruptedException {
        while (true) {
            int length;
            try {
                length = Integer.reverseBytes(in.readInt());
            } catch (EOFException hungUp) {
                return;
            }
            if (length < HEADER || length > MAX_MESSAGE) {
                throw new IOException("not a message: length " + length);
            }
            byte[] bytes = new byte[length - Integer.BYTES];
            in.readFully(bytes);
            ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int requestId = message.getInt();
            message.getInt();
            int opCode = message.getInt();
            switch (opCode) {
                case OP_MSG -> answerMessage(requestId, message);
                case OP_QUERY -> answerQuery(requestId, message);
                default -> throw new IOException("message with opcode " + opCode + " is not supported");
            }
        }
    }

    private void answerMessage(int requestId, ByteBuffer message) throws IOException, InterruptedException {
        boolean expectsReply = WireMessage.expectsReply(message);
        Document reply = answer(message);
        if (expectsReply) {
            BasicOutputBuffer buffer = begin(requestId, OP_MSG);
            buffer.writeInt32(0);
            buffer.writeByte(0);
            send(buffer, reply);
        }
    }

    /** A document that cannot be read is refused; the next message is read all the same. */
    private Document answer(ByteBuffer message) throws IOException, InterruptedException {
        Document command;
        try {
            command = WireMessage.read(message);
        } catch (CommandFailure unreadable) {
            return member.refuse(unreadable);
        } catch (BSONException malformed) {
            return member.refuse(new CommandFailure(22, "InvalidBSON", "The message holds malformed BSON"));
        }
        return member.answer(command.get("$db") instanceof String database ? database : null, command);
    }

    /** The driver's first message on a connection; all others are OP_MSG. */
    private void answerQuery(int requestId, ByteBuffer message) throws IOException, InterruptedException {
        Document command = WireMessage.readQuery(message);
        Document reply = member.answer("admin", command);
        BasicOutputBuffer buffer = begin(requestId, OP_REPLY);
        buffer.writeInt32(8);
        buffer.writeInt64(0);
        buffer.writeInt32(0);
        buffer.writeInt32(1);
        send(buffer, reply);
    }

    private BasicOutputBuffer begin(int requestId, int opCode) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        buffer.writeInt32(0);
        buffer.writeInt32(++lastRequestId);
        buffer.writeInt32(requestId);
        buffer.writeInt32(opCode);
        return buffer;
    }

    private void send(BasicOutputBuffer buffer, Document reply) throws IOException {
        BsonWire.writeDocument(new BsonBinaryWriter(buffer), reply);
        buffer.writeInt32(0, buffer.getPosition());
        buffer.pipe(out);
        out.flush();
    }
}

package io.crossfade.migration.control;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** A server that speaks as MongoDB does and says of itself what the test wants; each other command it answers as told. */
final class AnsweringMongo implements Closeable {

    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private final ServerSocket server;
    private final BsonDocument hello;
    private final Map<String, BsonDocument> answers;

    AnsweringMongo(String hello, Map<String, String> answers) throws IOException {
        this.hello = BsonDocument.parse(hello);
        this.answers = answers.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, answer -> BsonDocument.parse(answer.getValue())));
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String connectionString() {
        return "mongodb://127.0.0.1:" + server.getLocalPort()
                + "/strattio?directConnection=true&serverSelectionTimeoutMS=2000";
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            while (true) {
                byte[] bytes = new byte[Integer.reverseBytes(in.readInt()) - Integer.BYTES];
                in.readFully(bytes);
                ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                int request = message.getInt();
                message.getInt();
                boolean isQuery = message.getInt() == OP_QUERY;
                BsonDocument command = isQuery ? query(message) : message(message);
                client.getOutputStream().write(reply(request, isQuery, answer(command.getFirstKey())));
            }
        } catch (IOException gone) {
            // The client has closed the connection.
        }
    }

    private BsonDocument answer(String command) {
        boolean asksWhoItIs = command.toLowerCase(Locale.ROOT).equals("hello")
                || command.toLowerCase(Locale.ROOT).equals("ismaster");
        BsonDocument answer = asksWhoItIs ? hello : answers.getOrDefault(command, new BsonDocument());
        BsonDocument whole = new BsonDocument("ok", new BsonDouble(1));
        whole.putAll(answer);
        return whole;
    }

    private static BsonDocument query(ByteBuffer message) {
        message.getInt();
        while (message.get() != 0) {
            // The collection's name.
        }
        message.getLong();
        return CODEC.decode(
                new BsonBinaryReader(message.slice()), DecoderContext.builder().build());
    }

    private static BsonDocument message(ByteBuffer message) {
        message.getInt();
        message.get();
        return CODEC.decode(
                new BsonBinaryReader(message.slice()), DecoderContext.builder().build());
    }

    private static byte[] reply(int request, boolean toQuery, BsonDocument answer) throws IOException {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer()) {
            buffer.writeInt32(0);
            buffer.writeInt32(1);
            buffer.writeInt32(request);
            buffer.writeInt32(toQuery ? OP_REPLY : OP_MSG);
            if (toQuery) {
                buffer.writeInt32(8);
                buffer.writeInt64(0);
                buffer.writeInt32(0);
                buffer.writeInt32(1);
            } else {
                buffer.writeInt32(0);
                buffer.writeByte(0);
            }
            CODEC.encode(
                    new BsonBinaryWriter(buffer),
                    answer,
                    EncoderContext.builder().build());
            buffer.writeInt32(0, buffer.getPosition());
            return buffer.toByteArray();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

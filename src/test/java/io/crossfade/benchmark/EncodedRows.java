package io.crossfade.benchmark;

import com.mongodb.client.MongoCursor;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.BinaryRows;
import io.crossfade.migration.mapping.CopyBuffer;
import io.crossfade.migration.mapping.PostgresRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A unit's rows as PostgreSQL takes them fastest, ready in files: what remains is the limit that no copy can beat. */
final class EncodedRows {

    private static final int BUFFER = 1 << 17;

    private final UnitMapping mapping;
    private final List<Path> parts;

    private EncodedRows(UnitMapping mapping, List<Path> parts) {
        this.mapping = mapping;
        this.parts = parts;
    }

    /** @param parts consecutive in the order of the ids, of about as many rows each */
    static EncodedRows of(Stores stores, UnitMapping mapping, int parts, Path directory) throws Exception {
        List<Path> files = new ArrayList<>();
        long each = Math.ceilDiv(stores.loaded.getOrDefault(mapping.collection(), 0), parts);
        BinaryRows rows = new BinaryRows(mapping);
        BsonDocument byId = new BsonDocument("_id", new BsonInt32(1));
        try (MongoCursor<RawBsonDocument> documents = stores.source
                .getCollection(mapping.collection(), RawBsonDocument.class)
                .find()
                .hint(byId)
                .sort(byId)
                .iterator()) {
            for (int part = 0; part < parts; part++) {
                Path file = directory.resolve(mapping.name() + "-" + parts + "-" + part);
                write(rows, documents, part == parts - 1 ? Long.MAX_VALUE : each, file);
                files.add(file);
            }
        }
        return new EncodedRows(mapping, files);
    }

    private static void write(BinaryRows rows, MongoCursor<RawBsonDocument> documents, long most, Path file)
            throws Exception {
        CopyBuffer buffer = new CopyBuffer(2 * BUFFER);
        buffer.header();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long i = 0; i < most && documents.hasNext(); i++) {
                RawBsonDocument document = documents.next();
                rows.append(document.getBackingArray(), document.getByteOffset(), document.getByteLength(), buffer);
                if (buffer.length() > BUFFER) {
                    out.write(buffer.array(), 0, buffer.length());
                    buffer.reset(2 * BUFFER);
                }
            }
            buffer.trailer();
            out.write(buffer.array(), 0, buffer.length());
        }
    }

    /** All parts at once, each on a connection of its own. */
    void copy(DataSource target) throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(parts.size())) {
            List<Future<?>> copies = new ArrayList<>();
            for (Path part : parts) {
                copies.add(workers.submit(() -> {
                    copy(target, part);
                    return true;
                }));
            }
            for (Future<?> copy : copies) {
                copy.get();
            }
        }
    }

    private void copy(DataSource target, Path part) throws Exception {
        try (Connection connection = target.getConnection();
                InputStream in = Files.newInputStream(part)) {
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY \"" + mapping.table() + "\" (" + new PostgresRows(mapping).columnList()
                            + ") FROM STDIN WITH (FORMAT binary)");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copy.writeToCopy(buffer, 0, read);
            }
            copy.endCopy();
        }
    }

    void delete() throws IOException {
        for (Path part : parts) {
            Files.delete(part);
        }
    }
}

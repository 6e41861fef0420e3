package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.migration.mapping.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.postgresql.copy.CopyIn;

/** Sends documents as rows into a running COPY. Keeps of each no more than the key, and that only if it was refused. */
final class ChunkCopy implements SourceChunks.Reader {

    private static final int BUFFER = 1 << 16;

    private final UnitMapping mapping;
    private final PostgresRows rows;
    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder();
    private final List<String> refused = new ArrayList<>();
    private final List<UUID> refusedIds = new ArrayList<>();
    private long documents;
    private long bytes;

    ChunkCopy(UnitMapping mapping, PostgresRows rows, CopyIn copy) {
        this.mapping = mapping;
        this.rows = rows;
        this.copy = copy;
    }

    @Override
    public void read(BsonDocument document) throws SQLException, IOException {
        documents++;
        try {
            rows.copyText(Documents.toRow(mapping, document), buffer);
        } catch (RefusedException reason) {
            refuse(IdBound.of(document));
        }
        if (buffer.length() >= BUFFER) {
            flush();
        }
    }

    void end() throws SQLException {
        flush();
        copy.endCopy();
    }

    /** Keys of the documents that the mapping refuses. */
    List<String> refused() {
        return refused;
    }

    /** Those of them whose id a row could have. */
    List<UUID> refusedIds() {
        return refusedIds;
    }

    long documents() {
        return documents;
    }

    long bytes() {
        return bytes;
    }

    private void refuse(BsonValue id) {
        refused.add(Ids.text(id));
        try {
            refusedIds.add(Ids.uuid(id));
        } catch (RefusedException noRowCanHaveIt) {
            return;
        }
    }

    private void flush() throws SQLException {
        byte[] text = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(text, 0, text.length);
        bytes += text.length;
        buffer.setLength(0);
    }
}

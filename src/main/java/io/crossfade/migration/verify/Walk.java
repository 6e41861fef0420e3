package io.crossfade.migration.verify;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.backfill.IdBound;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.Row;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Both stores side by side over one range, in id order. Holds one page of documents, which is bounded by its bytes, and of the
 * rows those that may stand beside them; so it needs no more memory however many there are.
 */
final class Walk {

    /** Of rows nothing tells beforehand how large they are. */
    private static final int ROWS_ALONE = 32;

    /** What the stores hold under an id; at least one of them holds something. */
    record Pair(
            BsonValue id,
            @Nullable RawBsonDocument document,
            @Nullable Row row) {

        String key() {
            return Ids.text(id);
        }

        /** Of the document, if there is one. */
        long bytes() {
            return document == null ? 0 : document.getByteLength();
        }
    }

    private final UnitMapping mapping;
    private final SourcePages source;
    private final TargetPages target;
    private final Range range;
    private final int size;
    private final long bytes;
    private final Deque<RawBsonDocument> documents = new ArrayDeque<>();
    private final Deque<Row> rows = new ArrayDeque<>();
    private @Nullable BsonValue lastDocument;
    private @Nullable UUID lastRow;
    private boolean moreDocuments = true;
    private boolean moreRows = true;

    /**
     * @param size most documents, or rows, held at once
     * @param bytes of documents held at once; the last one may go beyond
     */
    Walk(UnitMapping mapping, SourcePages source, TargetPages target, Range range, int size, long bytes) {
        this.mapping = mapping;
        this.source = source;
        this.target = target;
        this.range = range;
        this.size = size;
        this.bytes = bytes;
        lastDocument = range.lastId();
        lastRow = lastDocument == null || !range.pass().hasRows() ? null : Range.sortKey(lastDocument);
    }

    /** The next id of either store, or null at the end. */
    @Nullable
    Pair next() throws SQLException {
        fill();
        RawBsonDocument document = documents.peek();
        Row row = rows.peek();
        if (document == null && row == null) {
            return null;
        }
        int order = document == null
                ? 1
                : row == null ? -1 : IdBound.compare(Range.sortKey(IdBound.of(document)), row.id());
        BsonValue id = document != null && order <= 0
                ? IdBound.of(document)
                : Ids.bson(Objects.requireNonNull(row).id());
        return new Pair(id, order <= 0 ? documents.poll() : null, order >= 0 ? rows.poll() : null);
    }

    /** Rows are read up to the last document that is there, for what stands beside the next ones is not known yet. */
    private void fill() throws SQLException {
        if (documents.isEmpty() && moreDocuments) {
            SourcePages.Page page = source.read(mapping, range, lastDocument, size, bytes);
            documents.addAll(page.documents());
            moreDocuments = page.more();
            moreRows = range.pass().hasRows();
            lastDocument = documents.isEmpty() ? lastDocument : IdBound.of(documents.getLast());
        }
        if (rows.isEmpty() && moreRows) {
            int wanted = Math.min(size, documents.isEmpty() ? ROWS_ALONE : documents.size() + 1);
            UUID upTo = moreDocuments && lastDocument != null ? Range.sortKey(lastDocument) : null;
            rows.addAll(target.read(mapping, range, lastRow, upTo, wanted));
            moreRows = rows.size() >= wanted;
            if (moreRows) {
                lastRow = rows.getLast().id();
            } else if (upTo != null) {
                lastRow = upTo;
            }
        }
    }
}

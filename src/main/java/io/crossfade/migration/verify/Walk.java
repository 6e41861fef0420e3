package io.crossfade.migration.verify;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.backfill.IdBound;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Both stores side by side, in id order. Holds one page of each, however large they are. */
final class Walk {

    /** What the stores hold under an id; at least one of them holds something. */
    record Pair(
            Position position,
            @Nullable BsonDocument document,
            @Nullable Row row) {

        String key() {
            return Ids.text(Objects.requireNonNull(position.lastId()));
        }
    }

    private final UnitMapping mapping;
    private final SourcePages source;
    private final TargetPages target;
    private final int size;
    private final Deque<RawBsonDocument> documents = new ArrayDeque<>();
    private final Deque<Row> rows = new ArrayDeque<>();
    private Pass pass;
    private @Nullable BsonValue lastDocument;
    private @Nullable UUID lastRow;
    private boolean moreDocuments = true;
    private boolean moreRows = true;

    Walk(UnitMapping mapping, SourcePages source, TargetPages target, Position from, int size) {
        this.mapping = mapping;
        this.source = source;
        this.target = target;
        this.size = size;
        pass = from.pass();
        lastDocument = from.lastId();
        lastRow = from.lastId() == null || !pass.hasRows() ? null : sortKey(from.lastId());
    }

    /** The next id of either store, or null at the end. */
    @Nullable
    Pair next() throws SQLException {
        while (true) {
            fill();
            RawBsonDocument document = documents.peek();
            Row row = rows.peek();
            if (document != null || row != null) {
                return pair(document, row);
            }
            if (pass.ordinal() == Pass.values().length - 1) {
                return null;
            }
            pass = Pass.values()[pass.ordinal() + 1];
            lastDocument = null;
            lastRow = null;
            moreDocuments = true;
            moreRows = true;
        }
    }

    private Pair pair(@Nullable RawBsonDocument document, @Nullable Row row) {
        int order = document == null ? 1 : row == null ? -1 : IdBound.compare(sortKey(IdBound.of(document)), row.id());
        BsonValue id = document != null && order <= 0
                ? IdBound.of(document)
                : Ids.bson(Objects.requireNonNull(row).id());
        return new Pair(new Position(pass, id), order <= 0 ? documents.poll() : null, order >= 0 ? rows.poll() : null);
    }

    private void fill() throws SQLException {
        if (documents.isEmpty() && moreDocuments) {
            documents.addAll(source.read(mapping, pass, lastDocument, size));
            moreDocuments = documents.size() >= size;
            lastDocument = documents.isEmpty() ? lastDocument : IdBound.of(documents.getLast());
        }
        if (rows.isEmpty() && moreRows) {
            rows.addAll(target.read(mapping, pass, lastRow, size));
            moreRows = rows.size() >= size;
            lastRow = rows.isEmpty() ? lastRow : rows.getLast().id();
        }
    }

    private static UUID sortKey(BsonValue id) {
        if (id.isBinary()) {
            return id.asBinary().asUuid();
        }
        try {
            return Ids.uuid(id);
        } catch (RefusedException impossible) {
            throw new IllegalStateException("An id in a place where rows stand has no UUID", impossible);
        }
    }
}

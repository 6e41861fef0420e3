package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/** A cursor over documents that were found when the query ran. */
final class ResultCursor implements OpenCursor {

    static final int FIRST_BATCH_SIZE = 101;
    private static final long BATCH_BYTES = 16L << 20;

    private final List<Document> documents;
    private int position;

    ResultCursor(List<Document> documents) {
        this.documents = documents;
    }

    @Override
    public synchronized Batch next(int batchSize, long maxWaitNanos) {
        List<Document> batch = new ArrayList<>();
        long bytes = 0;
        while (position < documents.size() && (batchSize == 0 || batch.size() < batchSize)) {
            Document document = documents.get(position);
            bytes += BsonSize.of(document);
            if (bytes > BATCH_BYTES && !batch.isEmpty()) {
                break;
            }
            batch.add(document);
            position++;
        }
        return new Batch(batch, position == documents.size(), null);
    }

    @Override
    public void close() {}
}

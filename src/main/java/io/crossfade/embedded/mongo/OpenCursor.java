package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rest of a result, taken batch by batch; one batch at a time. */
interface OpenCursor {

    /**
     * @param batchSize the greatest number of documents, or 0 for as many as fit into a message
     * @param maxWaitNanos how long an empty batch may be held back in wait for a document
     * @throws InterruptedException when the server stops
     */
    Batch next(int batchSize, long maxWaitNanos) throws InterruptedException;

    /** Ends a wait under way, which then fails. */
    void close();

    /**
     * @param last whether nothing can follow
     * @param resumeToken where to resume from after this batch; null unless this is a change stream
     */
    record Batch(
            List<Document> documents,
            boolean last,
            @Nullable Document resumeToken) {}
}

package io.crossfade.embedded.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What MongoDB tells drivers about an error: that the write may be sent again, that the stream may be resumed. */
final class ErrorLabels {

    private static final Set<Integer> RETRYABLE =
            Set.of(6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);
    private static final Set<Integer> RESUMABLE =
            Set.of(6, 7, 63, 89, 91, 133, 150, 189, 234, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436);

    private ErrorLabels() {}

    static List<String> of(int code, boolean retryableWrite, boolean changeStream) {
        List<String> labels = new ArrayList<>();
        if (retryableWrite && RETRYABLE.contains(code)) {
            labels.add("RetryableWriteError");
        }
        if (changeStream && RESUMABLE.contains(code)) {
            labels.add("ResumableChangeStreamError");
        }
        return labels;
    }
}

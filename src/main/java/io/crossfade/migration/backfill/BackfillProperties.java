package io.crossfade.migration.backfill;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param workers threads that copy chunks, in all units together; 0: this instance copies nothing
 * @param chunkSize documents in a chunk; a chunk is copied in one transaction
 */
@ConfigurationProperties("crossfade.backfill")
record BackfillProperties(
        @DefaultValue("2") int workers,
        @DefaultValue("2000") int chunkSize) {

    BackfillProperties {
        if (workers < 0 || workers > 6) {
            throw new IllegalArgumentException("crossfade.backfill.workers is " + workers + "; set it between 0 and 6");
        }
        if (chunkSize < 1) {
            throw new IllegalArgumentException(
                    "crossfade.backfill.chunk-size is " + chunkSize + "; set it to 1 or more");
        }
    }
}

package io.crossfade.migration.backfill;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param workers threads that copy chunks, in all units together; 0: this instance copies nothing
 * @param chunkSize most documents in a chunk; a chunk is copied in one transaction
 * @param chunkBytes most bytes of documents in a chunk, about; each worker holds a chunk in memory, and one more is read
 * @param chunkLimit a chunk whose copy takes longer, in reading or writing, is divided
 * @param maxCommitLatency the copy slows down while a commit takes longer
 * @param maxReplicaLag the copy slows down while a standby is further behind
 * @param maxLiveLatency the copy slows down while the 99th percentile of an operation of the service, or of the replication in it, is
 *     above
 * @param maxFeedLag the copy slows down while some unit's feed is further behind
 * @param assumedRate bytes of documents that are copied in a second, for the estimate of a first copy; later ones are estimated by what
 *     was measured
 * @param freeSpace what is free where the target keeps its data, which it cannot tell; a copy that needs more is not begun
 */
@ConfigurationProperties("crossfade.backfill")
record BackfillProperties(
        @DefaultValue("2") int workers,
        @DefaultValue("10000") int chunkSize,
        @DefaultValue("8MB") DataSize chunkBytes,
        @DefaultValue("60s") Duration chunkLimit,
        @DefaultValue("250ms") Duration maxCommitLatency,
        @DefaultValue("10s") Duration maxReplicaLag,
        @DefaultValue("500ms") Duration maxLiveLatency,
        @DefaultValue("5s") Duration maxFeedLag,
        @DefaultValue("5MB") DataSize assumedRate,
        @Nullable DataSize freeSpace) {

    BackfillProperties {
        if (workers < 0 || workers > 6) {
            throw new IllegalArgumentException("crossfade.backfill.workers is " + workers + "; set it between 0 and 6");
        }
        if (!chunkLimit.isPositive() || chunkLimit.compareTo(SourceChunks.MOST) >= 0) {
            throw new IllegalArgumentException("crossfade.backfill.chunk-limit is " + chunkLimit
                    + "; set it to less than " + SourceChunks.MOST + ", in which a chunk has to be read");
        }
        if (assumedRate.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "crossfade.backfill.assumed-rate is " + assumedRate + "; set it to 1 or more");
        }
        if (chunkSize < 1 || chunkBytes.toBytes() < 1) {
            throw new IllegalArgumentException("crossfade.backfill.chunk-size is " + chunkSize + " and chunk-bytes is "
                    + chunkBytes + "; set both to 1 or more");
        }
    }

    Inspection.Assumptions assumptions() {
        return new Inspection.Assumptions(assumedRate.toBytes(), freeSpace == null ? null : (Long) freeSpace.toBytes());
    }

    /** A chunk is held in memory even if it is a few times as large as it should be, for its bounds are estimated. */
    ChunkMerge.Limits limits() {
        return new ChunkMerge.Limits(chunkLimit, 4 * chunkBytes.toBytes(), workers);
    }

    ChunkSize size() {
        return new ChunkSize(chunkSize, chunkBytes.toBytes());
    }
}

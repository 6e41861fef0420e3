package io.crossfade.migration.verify;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param workers threads that compare one unit's ranges
 * @param rangeSize ids in a range, about
 * @param batchSize most ids compared between two savings of the position, and read at once
 * @param batchBytes most bytes of documents read at once, about, by each worker
 * @param attempts how often in a row a batch is tried before the run fails
 * @param silence how long the instance that carries a run out may be silent before the run is taken for interrupted
 * @param interval a unit whose last run began longer ago is verified by itself; zero: never
 * @param checkLimit how long each question of a check may take
 * @param maxAge how old a clean run may be for a move to rely on it
 */
@ConfigurationProperties("crossfade.verification")
record VerificationProperties(
        @DefaultValue("2") int workers,
        @DefaultValue("10000") int rangeSize,
        @DefaultValue("1000") int batchSize,
        @DefaultValue("4MB") DataSize batchBytes,
        @DefaultValue("30") int attempts,
        @DefaultValue("30s") Duration silence,
        @DefaultValue("24h") Duration interval,
        @DefaultValue("30s") Duration checkLimit,
        @DefaultValue("24h") Duration maxAge) {

    VerificationProperties {
        if (workers < 1 || workers > 6) {
            throw new IllegalArgumentException(
                    "crossfade.verification.workers is " + workers + "; set it between 1 and 6");
        }
        if (rangeSize < 1 || batchSize < 1 || batchBytes.toBytes() < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "crossfade.verification.range-size, batch-size, batch-bytes and attempts" + " must be 1 or more");
        }
    }
}

package io.crossfade.migration.verify;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param batchSize ids compared between two savings of the position, and read at once
 * @param attempts how often in a row a batch is tried before the run fails
 * @param silence how long the instance that carries a run out may be silent before the run is taken for interrupted
 * @param interval a unit whose last run began longer ago is verified by itself; zero: never
 * @param maxAge how old a clean run may be for a move to rely on it
 */
@ConfigurationProperties("crossfade.verification")
record VerificationProperties(
        @DefaultValue("200") int batchSize,
        @DefaultValue("30") int attempts,
        @DefaultValue("30s") Duration silence,
        @DefaultValue("24h") Duration interval,
        @DefaultValue("24h") Duration maxAge) {

    VerificationProperties {
        if (batchSize < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "crossfade.verification.batch-size and crossfade.verification.attempts must be 1 or more");
        }
    }
}

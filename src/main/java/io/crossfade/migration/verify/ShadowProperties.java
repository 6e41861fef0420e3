package io.crossfade.migration.verify;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param rate the part of reads that is repeated at the other store, from 0 to 1
 * @param threads how many are repeated at the same time
 * @param queue how many may wait; more are dropped, and counted as dropped
 */
@ConfigurationProperties("crossfade.shadow")
record ShadowProperties(
        @DefaultValue("0.1") double rate,
        @DefaultValue("2") int threads,
        @DefaultValue("200") int queue) {

    ShadowProperties {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("crossfade.shadow.rate is " + rate + "; set it between 0 and 1");
        }
        if (threads < 1 || queue < 1) {
            throw new IllegalArgumentException("crossfade.shadow.threads and crossfade.shadow.queue must be 1 or more");
        }
    }
}

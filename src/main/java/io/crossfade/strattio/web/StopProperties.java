package io.crossfade.strattio.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the service ends.
 *
 * @param pause how long requests are still served after readiness went down; longer than a load balancer takes to notice
 */
@ConfigurationProperties("crossfade.stop")
record StopProperties(@DefaultValue("8s") Duration pause) {

    StopProperties {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("crossfade.stop.pause is " + pause + "; set it to 0 or more");
        }
    }
}

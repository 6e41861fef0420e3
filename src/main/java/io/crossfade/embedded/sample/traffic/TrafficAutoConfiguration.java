package io.crossfade.embedded.sample.traffic;

import io.crossfade.embedded.EmbeddedStores;
import io.crossfade.embedded.sample.SampleData;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Traffic on embedded databases alone: real data is never written to. */
@AutoConfiguration(
        afterName = {
            "io.crossfade.embedded.EmbeddedStoresAutoConfiguration",
            "io.crossfade.embedded.sample.SampleAutoConfiguration"
        })
@ConditionalOnBean(EmbeddedStores.class)
@ConditionalOnBooleanProperty(name = "crossfade.traffic.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TrafficProperties.class)
class TrafficAutoConfiguration {

    @Bean
    EmbeddedTraffic embeddedTraffic(
            TrafficProperties properties, Environment environment, ObjectProvider<SampleData> sample) {
        return new EmbeddedTraffic(properties, environment, sample);
    }
}

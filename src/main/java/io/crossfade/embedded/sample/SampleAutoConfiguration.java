package io.crossfade.embedded.sample;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.crossfade.embedded.EmbeddedStores;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Fills empty embedded databases, before the service says that it is ready. Real databases are never written to. */
@AutoConfiguration(afterName = "io.crossfade.embedded.EmbeddedStoresAutoConfiguration")
@ConditionalOnBean(EmbeddedStores.class)
@ConditionalOnBooleanProperty(name = "crossfade.sample.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SampleProperties.class)
class SampleAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SampleAutoConfiguration.class);

    @Bean
    SampleData sampleData(SampleProperties properties) {
        return new SampleData(properties.seed(), properties.sizes());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ApplicationRunner loadSample(
            SampleData sample, SampleProperties properties, EmbeddedStores stores, MongoClient mongo) {
        return arguments -> {
            long start = System.nanoTime();
            String name = Objects.requireNonNull(new ConnectionString(stores.mongoUri()).getDatabase());
            MongoDatabase database = mongo.getDatabase(name);
            Map<String, Integer> loaded = sample.loadInto(database);
            if (!loaded.isEmpty()) {
                LOG.info(
                        "Loaded the sample of seed {} in {} ms: {}",
                        properties.seed(),
                        Duration.ofNanos(System.nanoTime() - start).toMillis(),
                        loaded);
            }
        };
    }
}

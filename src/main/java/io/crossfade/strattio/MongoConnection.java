package io.crossfade.strattio;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The service's MongoDB: how long a request may wait for it, of which the connection string may say something else; and what an
 * acknowledged write and a read mean, of which it may not: a majority has it, and the primary answers.
 */
@Configuration(proxyBeanMethods = false)
class MongoConnection {

    private static final Logger LOG = LoggerFactory.getLogger(MongoConnection.class);

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    MongoClientSettingsBuilderCustomizer mongoLimitsCustomizer() {
        return settings -> promised(settings)
                .applicationName("crossfade")
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout(2, TimeUnit.SECONDS).readTimeout(10, TimeUnit.SECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(2, TimeUnit.SECONDS));
    }

    /** After the connection string was applied. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    MongoClientSettingsBuilderCustomizer mongoPromisesCustomizer() {
        return settings -> {
            MongoClientSettings given = settings.build();
            MongoClientSettings promised = promised(settings).build();
            List<String> others = new ArrayList<>();
            if (!given.getReadConcern().equals(promised.getReadConcern())) {
                others.add("readConcernLevel");
            }
            if (!given.getReadPreference().equals(promised.getReadPreference())) {
                others.add("readPreference");
            }
            if (!given.getWriteConcern().equals(promised.getWriteConcern())) {
                others.add("w, journal or wtimeoutMS");
            }
            if (!given.getRetryWrites()) {
                others.add("retryWrites");
            }
            if (!given.getRetryReads()) {
                others.add("retryReads");
            }
            if (!others.isEmpty()) {
                LOG.warn(
                        "MongoDB's connection string says something of {}, which is not followed: this service needs"
                                + " majority reads of the primary, majority writes and retries. Take it out of the string",
                        String.join(", ", others));
            }
        };
    }

    private static MongoClientSettings.Builder promised(MongoClientSettings.Builder settings) {
        return settings.readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .retryWrites(true)
                .retryReads(true);
    }
}

package io.crossfade.embedded;

import com.mongodb.ConnectionString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** With no real database configured, and none given by a test: both embedded ones, as what the program connects to. */
@AutoConfiguration(before = {DataSourceAutoConfiguration.class, MongoAutoConfiguration.class})
@Conditional(EmbeddedStoresAutoConfiguration.NoRealStores.class)
@ConditionalOnMissingBean({JdbcConnectionDetails.class, MongoConnectionDetails.class})
final class EmbeddedStoresAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStoresAutoConfiguration.class);

    @Bean
    EmbeddedStores embeddedStores() {
        LOG.info("Starting PostgreSQL, a MongoDB replica set and the service on them. The addresses come last.");
        return EmbeddedStores.start();
    }

    @Bean
    JdbcConnectionDetails embeddedPostgresConnection(EmbeddedStores stores) {
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return stores.jdbcUrl();
            }

            @Override
            public String getUsername() {
                return stores.username();
            }

            @Override
            public String getPassword() {
                return stores.password();
            }
        };
    }

    @Bean
    MongoConnectionDetails embeddedMongoConnection(EmbeddedStores stores) {
        return () -> new ConnectionString(stores.mongoUri());
    }

    @Bean
    EmbeddedBanner embeddedBanner() {
        return new EmbeddedBanner();
    }

    static final class NoRealStores extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean embedded = StoreChoice.of(context.getEnvironment()) == StoreChoice.EMBEDDED;
            return new ConditionOutcome(
                    embedded, ConditionMessage.of(embedded ? "no real database is configured" : "real databases are"));
        }
    }
}

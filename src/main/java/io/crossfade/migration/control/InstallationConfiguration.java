package io.crossfade.migration.control;

import com.mongodb.event.ConnectionPoolClearedEvent;
import com.mongodb.event.ConnectionPoolListener;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** Which installation the stores belong to: made sure of before anything else of the engine is written to either. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdoptionProperties.class)
class InstallationConfiguration {

    @Bean
    Installation installation() {
        return new Installation();
    }

    @Bean
    static BeanPostProcessor ownConnections(
            ObjectProvider<Installation> installation, ObjectProvider<JdbcConnectionDetails> target) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool && RequestPool.isOf(pool, target)
                        ? new OwnConnections(pool, installation.getObject())
                        : bean;
            }
        };
    }

    @Bean
    AcknowledgedWrites acknowledgedWrites() {
        return new AcknowledgedWrites();
    }

    /** A pool is cleared before any connection is made to whatever answers next. */
    @Bean
    MongoClientSettingsBuilderCustomizer watchingCustomizer(Installation installation, AcknowledgedWrites writes) {
        return settings -> settings.addCommandListener(writes)
                .applyToConnectionPoolSettings(pool -> pool.addConnectionPoolListener(new ConnectionPoolListener() {
                    @Override
                    public void connectionPoolCleared(ConnectionPoolClearedEvent event) {
                        installation.sourceLost();
                    }
                }));
    }

    @Bean
    MongoFenceDocuments mongoFenceDocuments(
            MongoDatabaseFactory factory, MongoAnchor anchor, ControlProperties properties, Installation installation) {
        return new MongoFenceDocuments(factory.getMongoDatabase(), anchor, properties.permitTtl(), installation);
    }

    @Bean
    PostgresInstallation postgresInstallation(EnginePools pools, Audit audit) {
        return new PostgresInstallation(pools.control(), audit);
    }

    /** @throws StoresApartException if the stores do not belong together */
    @Bean
    InstallationCheck installationCheck(
            Installation installation,
            PostgresInstallation target,
            MongoFenceDocuments source,
            AdoptionProperties adoption,
            ObjectProvider<FlywayMigrationInitializer> schema)
            throws SQLException {
        schema.ifAvailable(ready -> {});
        InstallationCheck check = new InstallationCheck(installation, target, source);
        check.atStart(new Adoption(target, source, adoption));
        return check;
    }

    @Bean
    InstallationClaim installationClaim(
            Installation installation,
            InstallationCheck check,
            PostgresInstallation target,
            MongoFenceDocuments source) {
        return new InstallationClaim(installation, check, target, source);
    }

    @Bean
    Gate storesBelongTogetherGate(Installation installation, Instances instances) {
        return InstallationClaim.gate(installation, instances);
    }
}

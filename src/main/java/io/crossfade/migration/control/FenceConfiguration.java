package io.crossfade.migration.control;

import com.mongodb.client.MongoClient;
import io.crossfade.migration.Units;
import java.sql.SQLException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** The fences in both stores, and what this instance knows of them. */
@Configuration(proxyBeanMethods = false)
class FenceConfiguration {

    @Bean
    MongoAnchor mongoAnchor(MongoClient client, MongoDatabaseFactory factory, ControlProperties properties) {
        return new MongoAnchor(client, factory.getMongoDatabase(), properties.permitTtl());
    }

    @Bean
    MongoFence sourceFence(
            MongoFenceDocuments documents,
            Installation installation,
            MongoAnchor anchor,
            MongoDatabaseFactory factory,
            Instance self,
            ControlProperties properties,
            Clock clock,
            Events events) {
        return new MongoFence(
                documents,
                installation,
                new MongoInstances(factory.getMongoDatabase(), anchor, self, properties.permitTtl()),
                self,
                properties.permitTtl(),
                properties.permitOver(),
                clock,
                System::nanoTime,
                events);
    }

    @Bean
    PostgresFence postgresFence(EnginePools pools, Installation installation) {
        return new PostgresFence(pools.control(), installation);
    }

    @Bean
    UnitStates unitStates(
            Units units,
            PostgresFence fence,
            ControlProperties properties,
            EnginePools pools,
            ConnectionBudget budget,
            InstallationCheck checked)
            throws SQLException {
        TargetRoom.require(pools.control(), budget.perInstance());
        return new UnitStates(units, fence, properties.feedOnly());
    }
}

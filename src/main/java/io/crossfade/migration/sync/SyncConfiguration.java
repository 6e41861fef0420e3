package io.crossfade.migration.sync;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.ControlProperties;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.control.Registration;
import io.crossfade.migration.control.UnitStates;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SyncProperties.class, QuarantineProperties.class})
class SyncConfiguration {

    /**
     * As the promises ask, whatever the connection string says: reads of the primary of what a majority has, without which MongoDB
     * refuses a change stream, and writes that a majority has.
     */
    @Bean
    MongoDatabase sourceDatabase(MongoDatabaseFactory factory) {
        return factory.getMongoDatabase()
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary())
                .withWriteConcern(WriteConcern.MAJORITY);
    }

    @Bean
    Quarantine quarantine(EnginePools pools, QuarantineProperties properties) {
        return new Quarantine(pools.sync(), new SealedDocuments(properties.key()));
    }

    @Bean
    SourceReads sourceReads(MongoClient client, MongoDatabase database, SyncProperties properties) {
        return new SourceReads(client, database, properties.sourceLimit());
    }

    @Bean
    SourceWrites sourceWrites(
            MongoClient client,
            MongoDatabase database,
            Installation installation,
            SyncProperties properties,
            ControlProperties control,
            Clock clock) {
        properties.requireEndWithin(control.silenceLimit());
        ClientSessionOptions options =
                ClientSessionOptions.builder().causallyConsistent(false).build();
        return new SourceWrites(
                () -> client.startSession(options),
                database,
                installation,
                properties.sourceLimit(),
                clock,
                System::nanoTime);
    }

    @Bean
    KeySync keySync(
            Units units,
            EnginePools pools,
            PostgresFence fence,
            MongoDatabase database,
            SourceReads reads,
            SourceWrites writes,
            Registration registration,
            Quarantine quarantine,
            SyncProperties properties) {
        return keySync(units, pools.sync(), fence, database, reads, writes, registration, quarantine, properties);
    }

    static KeySync keySync(
            Units units,
            DataSource dataSource,
            PostgresFence fence,
            MongoDatabase database,
            SourceReads reads,
            SourceWrites writes,
            Registration registration,
            Quarantine quarantine,
            SyncProperties properties) {
        return new KeySync(
                units,
                new SyncTransaction(
                        dataSource,
                        fence,
                        properties.transactionLimit(),
                        properties.sourceLimit().multipliedBy(4)),
                reads,
                writes,
                registration,
                quarantine,
                new Repairs(
                        units, dataSource, database, properties.sourceLimit().toMillis()));
    }

    @Bean
    SyncReplication syncReplication(KeySync sync, UnitStates states, SyncProperties properties, MeterRegistry meters) {
        return new SyncReplication(sync, states, properties, meters);
    }
}

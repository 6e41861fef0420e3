package io.crossfade.migration.control;

import com.mongodb.client.MongoClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
class MongoServerConfiguration {

    @Bean
    MongoServerCheck mongoServerCheck(MongoClient client, MongoDatabaseFactory factory, ControlProperties properties) {
        return new MongoServerCheck(client, factory.getMongoDatabase(), properties.permitTtl());
    }
}

package io.crossfade.migration.control;

import io.crossfade.migration.StoreNames;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InstancesConfiguration {

    @Bean
    StoreContact storeContact(Clock clock) {
        return new StoreContact(clock, System::nanoTime);
    }

    @Bean
    Instances instances(
            Instance self,
            MongoFence source,
            PostgresInstances target,
            Audit audit,
            ControlProperties properties,
            StoreContact contact,
            Clock clock) {
        return new Instances(
                self,
                source.instances(),
                target,
                new Removals(audit, properties.silenceLimit()),
                properties.permitTtl(),
                contact,
                clock,
                System::nanoTime);
    }

    @Bean
    ReadsNow readsNow(SourceFence fence, StoreContact contact, Instances instances, StoreNames names) {
        return new ReadsNow(fence, contact, instances, names);
    }
}

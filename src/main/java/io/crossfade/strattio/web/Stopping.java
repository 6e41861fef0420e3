package io.crossfade.strattio.web;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StopProperties.class)
class Stopping {

    @Bean
    StopPause stopPause(StopProperties properties) {
        return new StopPause(properties.pause());
    }
}

package io.crossfade.strattio;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** Named, because with two stores Spring Data cannot tell whose a repository is. */
@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = PostgresRepositories.class)
@EnableJpaRepositories(basePackageClasses = PostgresRepositories.class)
class PostgresRepositories {}

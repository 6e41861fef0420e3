package io.crossfade.strattio;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Flyway's own connection: building an index may take longer than a request may wait for an answer. Its tables are the
 * public schema's, whatever the role is called: PostgreSQL would else prefer a schema of the role's own name.
 */
@Configuration(proxyBeanMethods = false)
class PostgresSchema {

    @Bean
    FlywayConfigurationCustomizer connectionOfItsOwn(JdbcConnectionDetails details) {
        return flyway -> flyway.dataSource(details.getJdbcUrl(), details.getUsername(), details.getPassword())
                .initSql("SET search_path TO public")
                .defaultSchema("public");
    }
}

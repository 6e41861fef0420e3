package io.crossfade.embedded;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Whether the program uses real databases or its embedded ones. Decided by configuration alone, never by what answers. */
enum StoreChoice {
    EMBEDDED,
    REAL;

    static final String POSTGRES = "spring.datasource.url";
    static final String MONGO = "spring.mongodb.uri";

    /** @throws HalfConfiguredStoresException if exactly one of the two is configured */
    static StoreChoice of(Environment environment) {
        boolean postgres = StringUtils.hasText(environment.getProperty(POSTGRES));
        boolean mongo = StringUtils.hasText(environment.getProperty(MONGO));
        if (postgres != mongo) {
            throw postgres
                    ? new HalfConfiguredStoresException(POSTGRES, MONGO)
                    : new HalfConfiguredStoresException(MONGO, POSTGRES);
        }
        return postgres ? REAL : EMBEDDED;
    }
}

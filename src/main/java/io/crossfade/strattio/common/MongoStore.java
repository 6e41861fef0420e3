package io.crossfade.strattio.common;

import io.crossfade.migration.UnitMapping;
import java.util.function.Function;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.stereotype.Component;

/** The service's MongoDB, of which each repository takes its own collection. */
@Component
public final class MongoStore {

    private final MongoTemplate template;

    public MongoStore(MongoTemplate template) {
        this.template = template;
    }

    /** @param kind one document, as people call it: "user" */
    public <T> MongoUnit<T> unit(UnitMapping mapping, String kind, Function<MongoFields, T> reading) {
        return new MongoUnit<>(template, mapping, kind, reading);
    }
}

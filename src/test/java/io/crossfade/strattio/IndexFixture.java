package io.crossfade.strattio;

import org.springframework.context.ApplicationContext;

/** Makes MongoDB's indexes at once. */
public final class IndexFixture {

    private IndexFixture() {}

    public static void ensure(ApplicationContext context) {
        context.getBean(MongoIndexes.class).ensure();
    }
}

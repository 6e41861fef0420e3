package io.crossfade.strattio.contract;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The repositories over each store alone and over both, on databases given, for a program that measures them. */
public final class MeasuredStores implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private MeasuredStores(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** With the engine between them, all units in the first phase. */
    public static MeasuredStores on(String jdbcUrl, String user, String password, String mongoUri) {
        return new MeasuredStores(StoresContext.start(StoresContext.Engine.class, jdbcUrl, user, password, mongoUri));
    }

    public Stores mongo() {
        return MongoStores.in(context);
    }

    public Stores postgres() {
        return PostgresStores.in(context);
    }

    /** As the service uses them while they move. */
    public Stores both() {
        return DualWriteStores.of(context);
    }

    public ApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}

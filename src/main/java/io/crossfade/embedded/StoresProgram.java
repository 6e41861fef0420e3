package io.crossfade.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.Banner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Runs the embedded databases and nothing else, for several instances or other tools to share, until it is stopped. */
public final class StoresProgram {

    public static final String NAME = "stores";
    public static final String USAGE =
            "stores [--postgres-port=15432] [--mongo-port=27018]   the embedded databases alone, for several programs";

    private static final String POSTGRES_PORT = "postgres-port";
    private static final String MONGO_PORT = "mongo-port";

    private StoresProgram() {}

    /**
     * Starts both and prints what another process must have in its environment to use them. Returns when both are up;
     * they run until the context is closed or the process is stopped.
     *
     * @throws IllegalArgumentException if an argument is unknown or no port
     */
    @SuppressWarnings("SystemOut")
    public static ConfigurableApplicationContext run(String... args) {
        ApplicationArguments arguments = new DefaultApplicationArguments(args);
        if (!Set.of(POSTGRES_PORT, MONGO_PORT).containsAll(arguments.getOptionNames())
                || arguments.getNonOptionArgs().size() > 1) {
            throw new IllegalArgumentException("'" + String.join(" ", args) + "' has an unknown argument");
        }
        int postgresPort = port(arguments, POSTGRES_PORT, 15432);
        int mongoPort = port(arguments, MONGO_PORT, 27018);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(StoresProgram.class)
                .initializers(starting -> ((GenericApplicationContext) starting)
                        .registerBean(EmbeddedStores.class, () -> EmbeddedStores.start(postgresPort, mongoPort)))
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties("spring.main.keep-alive=true")
                .run();
        System.out.println("\nBoth databases run, until this program is stopped; then their data is gone."
                + "\nA service uses them with this environment (the passwords are made anew at each start):\n");
        environment(context.getBean(EmbeddedStores.class))
                .forEach((name, value) -> System.out.println("export " + name + "='" + value + "'"));
        System.out.println();
        return context;
    }

    static Map<String, String> environment(EmbeddedStores stores) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SPRING_DATASOURCE_URL", stores.jdbcUrl());
        environment.put("SPRING_DATASOURCE_USERNAME", stores.username());
        environment.put("SPRING_DATASOURCE_PASSWORD", stores.password());
        environment.put("SPRING_MONGODB_URI", stores.mongoUri());
        for (String role : List.of("APP", "VIEWER", "ADMIN")) {
            environment.put("CROSSFADE_SECURITY_USERS_" + role + "_ROLES", role);
            environment.put(
                    "CROSSFADE_SECURITY_USERS_" + role + "_PASSWORD",
                    UUID.randomUUID().toString());
        }
        return environment;
    }

    private static int port(ApplicationArguments arguments, String option, int otherwise) {
        List<String> values = arguments.getOptionValues(option);
        if (values == null) {
            return otherwise;
        }
        String value = String.join(",", values);
        if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65535) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException("'--" + option + "=" + value + "' is no port (0 to 65535)");
    }
}

package io.crossfade.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Refuses a start with one real database before anything is opened; with none, and nobody configured who may sign in,
 * makes one user per role with a password of this start. The traffic has a user of its own.
 */
final class EmbeddedEnvironment implements EnvironmentPostProcessor, Ordered {

    static final String SOURCE = "embedded users";
    static final List<String> ROLES = List.of("app", "viewer", "admin");
    private static final String TRAFFIC = "traffic";
    private static final String LOGGED = "logging.level.root";
    private static final String USERS = "crossfade.security.users";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean embedded = StoreChoice.of(environment) == StoreChoice.EMBEDDED;
        if (embedded
                && !Binder.get(environment)
                        .bind(USERS, Bindable.mapOf(String.class, Object.class))
                        .isBound()) {
            Map<String, Object> users = new LinkedHashMap<>();
            for (String role : ROLES) {
                users.put(password(role), UUID.randomUUID().toString());
                users.put(USERS + "." + role + ".roles", role);
            }
            environment.getPropertySources().addLast(new MapPropertySource(SOURCE, users));
        }
        if (embedded) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("embedded stores", demonstration(environment)));
        }
    }

    private static Map<String, Object> demonstration(ConfigurableEnvironment environment) {
        Map<String, Object> settings = new LinkedHashMap<>();
        // No load balancer stands before it.
        settings.put("crossfade.stop.pause", "0s");
        settings.put(password(TRAFFIC), UUID.randomUUID().toString());
        settings.put(USERS + "." + TRAFFIC + ".roles", "app");
        // What somebody reads who sees this for the first time; an operator's log tells everything.
        settings.put("spring.main.banner-mode", "off");
        settings.put("spring.main.log-startup-info", "false");
        if (!environment.containsProperty(LOGGED)) {
            settings.put(LOGGED, "warn");
            settings.put("logging.level.io.crossfade", "info");
        }
        return settings;
    }

    static String password(String user) {
        return USERS + "." + user + ".password";
    }

    /** After all configuration has been read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}

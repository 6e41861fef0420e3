package io.crossfade.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.PropertySource;

/** Ends the start's log with what to open and how to sign in. Tells only passwords that this start made itself. */
final class EmbeddedBanner implements ApplicationListener<ApplicationReadyEvent>, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBanner.class);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
        if (port == null) {
            return;
        }
        String base = "http://localhost:" + port;
        LOG.info("""
                Crossfade runs on embedded databases; their data is gone when it stops.

                  API               {}/api/users?limit=5
                  its description   {}/swagger-ui.html
                  migration         {}/actuator/migration
                  health            {}/actuator/health
                {}""", base, base, base, base, signIn(event));
    }

    private static String signIn(ApplicationReadyEvent event) {
        PropertySource<?> made = event.getApplicationContext()
                .getEnvironment()
                .getPropertySources()
                .get(EmbeddedEnvironment.SOURCE);
        if (made == null) {
            return "\n  Sign in by HTTP Basic as one of the configured users.\n";
        }
        StringBuilder text = new StringBuilder("\n  Sign in by HTTP Basic (the passwords are of this start only):\n");
        for (String user : EmbeddedEnvironment.ROLES) {
            text.append("    %-8s %s%n".formatted(user, made.getProperty(EmbeddedEnvironment.password(user))));
        }
        return text.toString();
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}

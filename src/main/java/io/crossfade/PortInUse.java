package io.crossfade;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says that the service's port is in use before databases are started, not after. */
record PortInUse(Consumer<String> refuse) implements ApplicationListener<ApplicationContextInitializedEvent> {

    private static final String PORT = "server.port";

    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        int port = environment.getProperty(PORT, Integer.class, 8080);
        InetAddress address = environment.getProperty("server.address", InetAddress.class);
        if (port > 0 && isTaken(new InetSocketAddress(address, port))) {
            refuse.accept("Port " + port + " is in use: stop what uses it, or choose another with --" + PORT + "="
                    + (port + 1));
        }
    }

    private static boolean isTaken(InetSocketAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
            return false;
        } catch (IOException taken) {
            return true;
        }
    }
}

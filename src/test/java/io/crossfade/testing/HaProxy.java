package io.crossfade.testing;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A real load balancer before some instances: it keeps connections to them, looks at their readiness, and never tries twice. */
public final class HaProxy implements AutoCloseable {

    private static final String SETTINGS = """
            defaults
              mode http
              timeout connect 2s
              timeout client 60s
              timeout server 60s
              retries 0
              no option redispatch
              http-reuse always
              option httpchk GET /actuator/health/readiness
              http-check expect status 200
              default-server inter 500ms fall 2 rise 1
            frontend in
              bind 127.0.0.1:%d
              default_backend instances
            backend instances
              balance roundrobin
            """;

    private final Process process;
    private final int port;

    private HaProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether this machine has it. */
    public static boolean isInstalled() {
        return binary().isPresent();
    }

    private static Optional<Path> binary() {
        return Arrays.stream((System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param directory a directory of its own, for its settings and its log */
    public static HaProxy before(List<Integer> instances, Path directory) throws IOException {
        int port = ServiceProcess.freePort();
        StringBuilder settings = new StringBuilder(SETTINGS.formatted(port));
        IntStream.range(0, instances.size()).forEach(i -> settings.append("  server instance")
                .append(i)
                .append(" 127.0.0.1:")
                .append(instances.get(i))
                .append(" check\n"));
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), settings);
        Process process = new ProcessBuilder(binary().orElseThrow().toString(), "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("haproxy.log").toFile())
                .start();
        HaProxy balancer = new HaProxy(process, port);
        await("haproxy").atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            try (KeptConnection connection = new KeptConnection(port)) {
                return connection.get("/actuator/health/readiness").status() == 200;
            }
        });
        return balancer;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
    }
}

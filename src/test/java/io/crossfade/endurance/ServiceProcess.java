package io.crossfade.endurance;

import static org.awaitility.Awaitility.await;

import io.crossfade.CrossfadeApplication;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The service as a process of its own, always on the same port; killed as {@code kill -9} does, and started again. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> settings;
    private final Path logs;
    private final int port = freePort();
    private int starts;
    private Process process;

    ServiceProcess(String jdbcUrl, String jdbcUser, String mongoUri, Path logs, List<String> settings) {
        this.logs = logs;
        this.settings = settings;
        environment.put("SPRING_DATASOURCE_URL", jdbcUrl);
        environment.put("SPRING_DATASOURCE_USERNAME", jdbcUser);
        environment.put("SPRING_DATASOURCE_PASSWORD", jdbcUser);
        environment.put("SPRING_MONGODB_URI", mongoUri);
        for (String role : List.of("APP", "VIEWER", "ADMIN")) {
            environment.put("CROSSFADE_SECURITY_USERS_" + role + "_ROLES", role);
            environment.put(
                    "CROSSFADE_SECURITY_USERS_" + role + "_PASSWORD",
                    UUID.randomUUID().toString());
        }
        process = launch();
    }

    /** @param role APP, VIEWER or ADMIN */
    ServiceClient client(String role, Duration limit) {
        return new ServiceClient(
                URI.create("http://localhost:" + port),
                role.toLowerCase(Locale.ROOT),
                environment.get("CROSSFADE_SECURITY_USERS_" + role + "_PASSWORD"),
                limit);
    }

    void awaitReady() {
        try (ServiceClient anybody = client("VIEWER", Duration.ofSeconds(10))) {
            await("the service's start, see " + log())
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("the service ended, see " + log(), () -> !process.isAlive())
                    .until(() -> anybody.get("/actuator/health/readiness").done());
        }
    }

    /** Ends it without a word to it, and returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Process " + process.pid() + " outlived its kill");
        }
    }

    void start() {
        if (process.isAlive()) {
            throw new IllegalStateException("Process " + process.pid() + " runs");
        }
        process = launch();
    }

    private Process launch() {
        starts++;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Chatham",
                "-cp",
                classPath(),
                CrossfadeApplication.class.getName(),
                "--server.port=" + port));
        command.addAll(settings);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(logs);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return logs.resolve("service-" + starts + ".log");
    }

    /** Without the tests' own classes, whose configurations are none of the service's. */
    private static String classPath() {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(whole.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}

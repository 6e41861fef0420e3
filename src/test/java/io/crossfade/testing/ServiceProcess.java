package io.crossfade.testing;

import static org.awaitility.Awaitility.await;

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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service as a process of its own, always on the same port; killed as {@code kill -9} does, and started again. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final List<String> HOSTILE_PLACE =
            List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Chatham");

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Program program;
    private final List<String> settings;
    private final Path logs;
    private final int port = freePort();
    private int starts;
    private volatile Process process;

    /**
     * What is run.
     *
     * @param jvmArguments what the JVM is given, such as the heap's size and system properties
     * @param ofStart further arguments of the first start, the second, and so on
     */
    public record Program(
            String mainClass, String classPath, List<String> jvmArguments, IntFunction<List<String>> ofStart) {

        public Program(String mainClass, String classPath, List<String> jvmArguments) {
            this(mainClass, classPath, jvmArguments, start -> List.of());
        }

        /** The path of this JVM's own {@code java}. */
        public static String java() {
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }

        /** This build's classes without those of its tests, whose configurations are none of the service's. */
        public static String classPathWithoutTests() {
            String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            return Arrays.stream(whole.split(File.pathSeparator))
                    .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /**
     * Starts it.
     *
     * @param logs a directory of its own; each start writes a new file
     */
    public ServiceProcess(
            Program program, String jdbcUrl, String jdbcUser, String mongoUri, Path logs, List<String> settings) {
        this.program = program;
        this.logs = logs;
        this.settings = settings;
        environment.put("SPRING_DATASOURCE_URL", jdbcUrl);
        environment.put("SPRING_DATASOURCE_USERNAME", jdbcUser);
        environment.put("SPRING_DATASOURCE_PASSWORD", jdbcUser);
        environment.put("SPRING_MONGODB_URI", mongoUri);
        for (String role : List.of("APP", "VIEWER", "ADMIN")) {
            environment.put("CROSSFADE_SECURITY_USERS_" + role + "_ROLES", role);
            environment.put(passwordName(role), UUID.randomUUID().toString());
        }
        process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    private static String passwordName(String role) {
        return "CROSSFADE_SECURITY_USERS_" + role + "_PASSWORD";
    }

    public URI base() {
        return URI.create("http://localhost:" + port);
    }

    /** @param role APP, VIEWER or ADMIN */
    public static String user(String role) {
        return role.toLowerCase(Locale.ROOT);
    }

    public String password(String role) {
        return environment.get(passwordName(role));
    }

    /** @param role APP, VIEWER or ADMIN */
    public ServiceClient client(String role, Duration limit) {
        return new ServiceClient(base(), user(role), password(role), limit);
    }

    public void awaitReady() {
        try (ServiceClient anybody = client("VIEWER", Duration.ofSeconds(10))) {
            await("the service's start, see " + log())
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("the service ended, see " + log(), () -> !process.isAlive())
                    .until(() -> anybody.get("/actuator/health/readiness").done());
        }
    }

    /** Ends it without a word to it, and returns when it is gone. */
    public void kill() throws InterruptedException {
        end(process.destroyForcibly());
    }

    /** Asks it to end, and returns when it has. */
    public void stop() throws InterruptedException {
        process.destroy();
        end(process);
    }

    private static void end(Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Process " + process.pid() + " outlived its end");
        }
    }

    public void start() {
        if (process.isAlive()) {
            throw new IllegalStateException("Process " + process.pid() + " runs");
        }
        process = launch();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** The status it ended with, if it has ended. */
    public OptionalInt exitStatus() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Sends it a signal such as STOP or CONT. Does nothing if it has ended. */
    public void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0 && process.isAlive()) {
            throw new IOException("Process " + process.pid() + " cannot be sent " + signal);
        }
    }

    private Process launch() {
        starts++;
        List<String> command = Stream.of(
                        List.of(Program.java()),
                        program.jvmArguments(),
                        program.ofStart().apply(starts),
                        HOSTILE_PLACE,
                        List.of("-cp", program.classPath(), program.mainClass(), "--server.port=" + port),
                        settings)
                .flatMap(List::stream)
                .toList();
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

    /** What this start wrote so far. */
    public Path log() {
        return logs.resolve("service-" + starts + ".log");
    }

    static int freePort() {
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

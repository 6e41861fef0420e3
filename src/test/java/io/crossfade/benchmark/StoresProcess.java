package io.crossfade.benchmark;

import static org.awaitility.Awaitility.await;

import io.crossfade.CrossfadeApplication;
import io.crossfade.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Both embedded databases in a process of their own, so that their memory is not the engine's. */
final class StoresProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)='(.*)'$");

    private final Process process;
    private final Path log;
    private final Databases databases;

    /** @param heap of the process, which holds MongoDB's documents */
    StoresProcess(String heap) throws IOException {
        Files.createDirectories(Benchmark.DIRECTORY);
        log = Benchmark.DIRECTORY.resolve("stores.log");
        process = new ProcessBuilder(
                        ServiceProcess.Program.java(),
                        "-Xmx" + heap,
                        "-cp",
                        ServiceProcess.Program.classPathWithoutTests(),
                        CrossfadeApplication.class.getName(),
                        "stores",
                        "--postgres-port=0",
                        "--mongo-port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            databases = Databases.from(environment());
        } catch (RuntimeException failed) {
            process.destroy();
            throw failed;
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        await("both databases' start, see " + log)
                .atMost(START_LIMIT)
                .failFast("they ended, see " + log, () -> !process.isAlive())
                .until(() -> {
                    Matcher export = EXPORT.matcher(Files.readString(log));
                    while (export.find()) {
                        environment.put(export.group(1), export.group(2));
                    }
                    return environment.containsKey("CROSSFADE_SECURITY_USERS_ADMIN_PASSWORD");
                });
        return environment;
    }

    Databases databases() {
        return databases;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}

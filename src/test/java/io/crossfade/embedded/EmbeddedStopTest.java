package io.crossfade.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.CrossfadeApplication;
import io.crossfade.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with its embedded stores, asked to end as Ctrl-C does while the traffic runs. */
class EmbeddedStopTest {

    private static final List<String> SMALL = Stream.of(
                    "users", "organisations", "plans", "sections", "research-packs", "financial-models")
            .map(unit -> "--crossfade.sample.sizes." + unit + "=20")
            .toList();

    @Test
    void stopsItsStoresAfterItself(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("service.log");
        Process service = start(directory, log);
        try {
            await("the traffic, see " + log)
                    .atMost(Duration.ofMinutes(4))
                    .failFast(() -> assertThat(service.isAlive()).isTrue())
                    .until(() -> Files.readString(log).contains("Completed initialization"));

            assertThat(postmasters(directory)).hasSize(1);

            service.destroy();

            assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(service.exitValue()).as("it was told to stop").isZero();
        } finally {
            service.destroyForcibly();
        }
        assertThat(Files.readString(log))
                .contains("Commencing graceful shutdown")
                .doesNotContain("WARN", "ERROR", "Exception");
        assertThat(postmasters(directory)).as("PostgreSQL has stopped, too").isEmpty();
    }

    /** The lock files of the PostgreSQL servers that run there. */
    private static List<Path> postmasters(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("postmaster.pid")).toList();
        }
    }

    private static Process start(Path directory, Path log) throws IOException {
        List<String> command = Stream.of(
                        List.of(
                                ServiceProcess.Program.java(),
                                "-Djava.io.tmpdir=" + directory,
                                "-cp",
                                ServiceProcess.Program.classPathWithoutTests(),
                                CrossfadeApplication.class.getName(),
                                "--server.port=0",
                                "--logging.level.root=info"),
                        SMALL)
                .flatMap(List::stream)
                .toList();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}

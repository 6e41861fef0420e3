package io.crossfade;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.ServiceProcess;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own: what it prints before any database is started, and its exit code. */
class CrossfadeApplicationTest {

    @TempDir
    private File directory;

    private record Ended(int status, List<String> lines) {}

    @ParameterizedTest
    @ValueSource(strings = {"", "tour", "stores", "check"})
    void helpsAndEnds(String program) throws Exception {
        Ended help = run(program, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.lines()).anyMatch(line -> line.contains("--crossfade.sample.seed="));
        Ended version = run(program, "--version");
        assertThat(version.status()).isZero();
        assertThat(version.lines()).hasSize(1).first().asString().startsWith("Crossfade ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tour", "stores", "check"})
    void refusesWhatIsUnknown(String program) throws Exception {
        Ended refused = run(program, "--crossfade.typo=1");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.lines()).hasSize(1).first().asString().contains("--crossfade.typo", "see --help");
    }

    @Test
    void refusesAProgramThatThereIsNot() throws Exception {
        assertThat(run("tuor", "--debug")).isEqualTo(new Ended(2, List.of("Unknown program 'tuor'; see --help.")));
    }

    @Test
    void saysInOneSentenceThatThePortIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            Ended refused = run("", "--server.port=" + port);
            assertThat(refused.status()).isOne();
            assertThat(refused.lines())
                    .containsExactly(
                            "Port " + port + " is in use: stop what uses it, or choose another with --server.port="
                                    + (port + 1) + ".");
        }
    }

    private Ended run(String... arguments) throws Exception {
        File output = new File(directory, "output");
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        ServiceProcess.Program.java(),
                                        "-cp",
                                        ServiceProcess.Program.classPathWithoutTests(),
                                        CrossfadeApplication.class.getName()),
                                Stream.of(arguments).filter(argument -> !argument.isEmpty()))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readAllLines(output.toPath()));
        } finally {
            process.destroyForcibly();
        }
    }
}

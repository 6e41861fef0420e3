package io.crossfade.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/** The command {@code check} as it runs in a shell. */
public final class CheckForTests {

    private CheckForTests() {}

    /** Its exit code, and all that it printed. */
    public record Ended(int status, String printed) {}

    public static Ended run(String user, int port, String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status = new CheckProgram(
                        Map.of("CROSSFADE_USER", user, "CROSSFADE_PASSWORD", user),
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .check(Stream.concat(
                                Stream.of(CheckProgram.NAME, "--url=http://localhost:" + port), Stream.of(arguments))
                        .toArray(String[]::new));
        return new Ended(status, printed.toString(StandardCharsets.UTF_8));
    }
}

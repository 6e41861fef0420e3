package io.crossfade.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A program that is compiled into a folder and run from there in a process of its own.
 *
 * @param classPath what it needs beside its own classes
 */
public record JavaProgram(Path folder, String classPath) {

    /** With those entries of the tests' own class path. */
    public static JavaProgram in(Path folder, Predicate<String> entries) {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new JavaProgram(
                folder,
                Stream.of(whole.split(File.pathSeparator))
                        .filter(entries)
                        .collect(Collectors.joining(File.pathSeparator)));
    }

    public void compile(List<Path> sources) {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-parameters", "-nowarn", "-cp", classPath, "-d", folder.toString()));
        sources.forEach(source -> arguments.add(source.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    /** What it says until it ends. */
    public String run(String main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + classPath,
                main));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}

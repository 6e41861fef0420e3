package io.crossfade.torture.weave;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of a process that runs {@link WovenApplication}: the service's own and a directory with this package alone,
 * for the tests' configurations would be found by the service's component scan.
 */
public final class WovenClassPath {

    private static final String PACKAGE = WovenClassPath.class.getPackageName().replace('.', '/');

    private WovenClassPath() {}

    /** Copies this package's classes below the directory. */
    public static String in(Path directory) throws IOException {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<Path> entries =
                Arrays.stream(whole.split(File.pathSeparator)).map(Path::of).toList();
        Path tests = entries.stream()
                .filter(entry -> Files.isDirectory(entry.resolve(PACKAGE)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No directory of the class path has " + PACKAGE));
        copy(tests.resolve(PACKAGE), directory.resolve(PACKAGE));
        return Stream.concat(Stream.of(directory), entries.stream().filter(entry -> !entry.equals(tests)))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(one -> !one.getFileName().toString().contains("Test"))
                    .toList()) {
                Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
    }
}

package io.crossfade.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What the instances' logs tell of the failpoints that fired. */
final class FailpointLines {

    private static final String BEGIN = "failpoint ";

    private FailpointLines() {}

    /** How often each fired, in all logs below the directory. */
    static SortedMap<String, Long> countedIn(Path directory) throws IOException {
        Tally fired = new Tally();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> logs = files.filter(file -> file.getFileName().toString().matches("service-\\d+\\.log"))
                    .toList();
            for (Path log : logs) {
                try (Stream<String> lines = Files.lines(log)) {
                    lines.filter(line -> line.startsWith(BEGIN))
                            .forEach(line -> fired.count(name(line.substring(BEGIN.length()))));
                }
            }
        }
        return fired.counts();
    }

    private static String name(String told) {
        return told.endsWith(" stall") ? told : told.split(" ", 2)[0];
    }
}

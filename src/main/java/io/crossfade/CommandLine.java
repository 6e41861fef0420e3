package io.crossfade;

import io.crossfade.command.CheckProgram;
import io.crossfade.embedded.StoresProgram;
import io.crossfade.embedded.tour.TourProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** What the program was started with: at most one word, which says what it does, and settings. */
record CommandLine(List<String> arguments) {

    private static final String DASHES = "--";

    /** The first word; empty for the service. */
    String program() {
        return words().findFirst().orElse("");
    }

    boolean asksFor(String option) {
        return arguments.contains(DASHES + option);
    }

    private Stream<String> words() {
        return arguments.stream().filter(argument -> !argument.startsWith(DASHES));
    }

    /** What of it nobody would read, and what may have been meant; null if all is known. */
    @Nullable
    String unknown() {
        String word = words().skip(1).findFirst().orElse(null);
        if (word != null) {
            return "Unknown argument '" + word + "'";
        }
        Settings settings = new Settings();
        return arguments.stream()
                .filter(argument -> argument.startsWith(DASHES))
                .map(argument -> argument.substring(DASHES.length()).split("=", 2)[0])
                .filter(name -> !settings.knows(name))
                .findFirst()
                .map(name -> "Unknown argument '--" + name + "'. The nearest that is known is '--"
                        + settings.nearest(name) + "'")
                .orElse(null);
    }

    static String help() {
        return """
                %s moves a live service from MongoDB to PostgreSQL without stopping it and without losing a write.

                  java -jar crossfade.jar [program] [--setting=value …]
                  mvn spring-boot:run -Dspring-boot.run.arguments="[program] [--setting=value …]"

                Without a program it runs the service: on your databases if spring.datasource.url and spring.mongodb.uri
                are set, else on embedded ones with sample data. The programs are:

                  %s
                  %s
                  %s

                A setting may also be an environment variable: --server.port=8081 is SERVER_PORT=8081. Those of Spring Boot
                are known (spring, server, management, logging, debug, trace), and these, with their defaults:

                %s
                """.formatted(
                        version(),
                        StoresProgram.USAGE,
                        TourProgram.USAGE,
                        CheckProgram.USAGE,
                        new Settings()
                                .ofTheProject().stream()
                                        .map(setting -> "  " + DASHES + setting)
                                        .collect(Collectors.joining("\n")));
    }

    static String version() {
        try {
            Properties build =
                    PropertiesLoaderUtils.loadProperties(new ClassPathResource("META-INF/build-info.properties"));
            return build.getProperty("build.name") + " " + build.getProperty("build.version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
